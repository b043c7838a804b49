package main

import (
	"errors"
	"net"
	"strconv"
	"syscall"
)

// family is what the sockets of IPv4 and IPv6 differ in.
type family struct {
	network string
	// level and option ask the kernel which address each datagram came to.
	level, option int
	// The packet information's length, and where in it the interface's index lies (4 octets). In IPv4's the source address of an
	// answer (ipi_spec_dst) lies behind the index, where the kernel put it; in IPv6's there is one address for both.
	length, index int
}

var (
	ipv4 = family{"udp4", syscall.IPPROTO_IP, syscall.IP_PKTINFO, syscall.SizeofInet4Pktinfo, 0}
	ipv6 = family{"udp6", syscall.IPPROTO_IPV6, syscall.IPV6_RECVPKTINFO, syscall.SizeofInet6Pktinfo, 16}
)

// listen binds a UDP port on all addresses, those that come later included, and asks the kernel which one each datagram came to:
// the answer must leave from that address, and not from the node's own.
func (family family) listen(port string) (*net.UDPConn, error) {
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, err
	}
	connection, err := net.ListenUDP(family.network, &net.UDPAddr{Port: int(number)})
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
		refused = syscall.SetsockoptInt(int(descriptor), family.level, family.option, 1)
	})
	if err == nil {
		err = refused
	}
	return connection, err
}

// echoBoth answers in both families; a kernel without IPv6 has only the one.
func echoBoth(port, name string) error {
	connection, err := ipv4.listen(port)
	if err != nil {
		return err
	}
	go ipv4.echo(connection, name)
	connection, err = ipv6.listen(port)
	if errors.Is(err, syscall.EAFNOSUPPORT) {
		return nil
	}
	if err != nil {
		return err
	}
	go ipv6.echo(connection, name)
	return nil
}

// echo sends every datagram back with the name of this machine behind it, so that the client sees who answers.
func (family family) echo(connection *net.UDPConn, name string) {
	datagram := make([]byte, 2048)
	control := make([]byte, 128)
	for {
		length, controlLength, _, sender, err := connection.ReadMsgUDP(datagram[:1024], control)
		if err != nil {
			continue
		}
		answer := append(datagram[:length], name...)
		// An answer that can't be sent (the address just left this machine) is a lost one, which the client counts.
		_, _, _ = connection.WriteMsgUDP(answer, family.sourceOf(control[:controlLength]), sender)
	}
}

// sourceOf turns the received packet information into the one to send with: index 0 leaves the route to the kernel.
func (family family) sourceOf(control []byte) []byte {
	const header = syscall.SizeofCmsghdr
	if len(control) < header+family.length {
		return nil
	}
	information := control[:header+family.length]
	clear(information[header+family.index : header+family.index+4])
	return information
}
