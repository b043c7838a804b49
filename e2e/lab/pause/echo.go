package main

import (
	"net"
	"strconv"
	"syscall"
)

// listen binds a UDP port on all addresses, those that come later included, and asks the kernel which one each datagram came to:
// the answer must leave from that address, and not from the node's own.
func listen(port string) (*net.UDPConn, error) {
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, err
	}
	connection, err := net.ListenUDP("udp4", &net.UDPAddr{Port: int(number)})
	if err != nil {
		return nil, err
	}
	// Questions of a second: a machine that stands still for a moment must not lose what the network delivered.
	if err := connection.SetReadBuffer(1 << 20); err != nil {
		return nil, err
	}
	raw, err := connection.SyscallConn()
	if err != nil {
		return nil, err
	}
	var refused error
	err = raw.Control(func(descriptor uintptr) {
		refused = syscall.SetsockoptInt(int(descriptor), syscall.IPPROTO_IP, syscall.IP_PKTINFO, 1)
	})
	if err == nil {
		err = refused
	}
	return connection, err
}

// echo sends every datagram back with the name of this machine behind it, so that the client sees who answers.
func echo(connection *net.UDPConn, name string) {
	datagram := make([]byte, 2048)
	control := make([]byte, 128)
	for {
		length, controlLength, _, sender, err := connection.ReadMsgUDP(datagram[:1024], control)
		if err != nil {
			continue
		}
		answer := append(datagram[:length], name...)
		// An answer that can't be sent (the address just left this machine) is a lost one, which the client counts.
		_, _, _ = connection.WriteMsgUDP(answer, sourceOf(control[:controlLength]), sender)
	}
}

// sourceOf turns the received packet information into the one to send with: ipi_ifindex 0 leaves the route to the kernel,
// ipi_spec_dst is the source address.
func sourceOf(control []byte) []byte {
	const header, ifindex, specDst = syscall.SizeofCmsghdr, 4, 4
	if len(control) < header+syscall.SizeofInet4Pktinfo {
		return nil
	}
	information := control[:header+syscall.SizeofInet4Pktinfo]
	clear(information[header : header+ifindex])
	address := information[header+ifindex+specDst : header+ifindex+specDst+4]
	copy(information[header+ifindex:], address)
	return information
}
