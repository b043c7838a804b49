/** What is true of each VirtualIP: a pure function of fleet, memory and time; and the writer of it. */
package io.vipoperator.operator.status;
