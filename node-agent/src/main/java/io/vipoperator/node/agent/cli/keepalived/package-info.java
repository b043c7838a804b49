/**
 * Reads configurations of keepalived and says them in VirtualIPs, HealthChecks and Secrets: text, then statements, then what
 * each host does, then what the hosts do together. Pure; the files are read by the command. Nothing is dropped in silence:
 * a statement is either expressed or named in a remark, and the {@link io.vipoperator.node.agent.cli.keepalived.Ledger}
 * knows which.
 */
package io.vipoperator.node.agent.cli.keepalived;
