/** The life of a NIC, and what on a host or in a switch keeps VRRP from working: the packaged agent on real links. */
package io.vipoperator.e2e.nic;
