package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// web answers every HTTP request with the name of its host: a stand-in for a web server in images that are built offline.
func web(listener net.Listener) {
	name, _ := os.Hostname()
	for {
		connection, err := listener.Accept()
		if err != nil {
			continue
		}
		go answer(connection, name)
	}
}

func answer(connection net.Conn, name string) {
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(5 * time.Second))
	for lines := bufio.NewReader(connection); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if strings.TrimSpace(line) == "" {
			break
		}
	}
	fmt.Fprintf(connection, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\n", len(name)+1, name)
}
