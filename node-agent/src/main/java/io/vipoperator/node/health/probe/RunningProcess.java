package io.vipoperator.node.health.probe;

/**
 * A process of the host.
 *
 * @param name as in /proc/PID/comm
 * @param commandLine its arguments with spaces between them; empty for threads of the kernel
 */
record RunningProcess(String name, String commandLine) {}
