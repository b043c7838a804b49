/** The control socket: how somebody on the host asks the running agent what it does. Never on the loop's path. */
package io.vipoperator.node.agent.control;
