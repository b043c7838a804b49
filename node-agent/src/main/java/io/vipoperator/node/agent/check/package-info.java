/** Reads health checks as people and the operator write them into what is probed. Pure; one reader for each kind. */
package io.vipoperator.node.agent.check;
