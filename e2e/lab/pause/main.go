// Command pause is the first process (PID 1) of every machine of the lab and of every pod's sandbox: it holds the namespaces,
// reaps the orphans that the kernel hands to it, and ends on SIGTERM or SIGINT.
//
//	pause                  holds and reaps
//	pause echo PORT NAME   holds, reaps, and answers UDP datagrams: what a probe asks, see echo.go
//	pause web PORT         holds, reaps, and answers HTTP with the name of its host, see web.go
//	pause image FILE NAME [ARGUMENT...]
//	                       writes itself as an image of that name, to be run with these arguments, that containerd imports
//	                       without a registry, see image.go
package main

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pause:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) >= 3 && arguments[0] == "image":
		return writeImage(arguments[1], arguments[2], arguments[3:])
	case len(arguments) == 3 && arguments[0] == "echo":
		if err := echoBoth(arguments[1], arguments[2]); err != nil {
			return err
		}
	case len(arguments) == 2 && arguments[0] == "web":
		listener, err := net.Listen("tcp4", ":"+arguments[1])
		if err != nil {
			return err
		}
		go web(listener)
	case len(arguments) != 0:
		return fmt.Errorf("usage: pause | pause echo PORT NAME | pause web PORT | pause image FILE NAME [ARGUMENT...]")
	}
	hold()
	return nil
}

func hold() {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			return
		}
		reap()
	}
}

func reap() {
	for {
		child, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if child <= 0 {
			return
		}
	}
}
