/** VRRP and ARP packets as bytes, and back. Pure: bad input is a value with a reason, never an exception. */
package io.vipoperator.node.wire;
