/**
 * The command line. Reading it and drawing what is printed are pure; the commands are the shell around them. None of them
 * starts Quarkus except {@code run}, which is the agent itself.
 */
package io.vipoperator.node.agent.cli;
