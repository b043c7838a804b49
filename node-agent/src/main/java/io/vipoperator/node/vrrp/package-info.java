/**
 * The VRRP protocol as pure functions from values to values (RFC 9568): {@link
 * io.vipoperator.node.vrrp.VirtualRouter#step} is all of it. Knows no bytes, sockets, threads or clocks.
 */
package io.vipoperator.node.vrrp;
