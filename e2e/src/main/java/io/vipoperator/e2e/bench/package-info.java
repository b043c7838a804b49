/**
 * Measures the agent beside keepalived: the same segment, the same faults, in turns.
 *
 * <p>Needs root, and nothing but the JDK and the programs that it calls (ip, nsenter, chrt, tcpdump, keepalived). {@code e2e/bench}
 * starts it inside the client's network namespace.
 */
package io.vipoperator.e2e.bench;
