/**
 * The shell of the node agent: where its state comes from, where its reports go, how it starts and stops. May see all
 * other packages; none of them sees this one.
 */
package io.vipoperator.node.agent;
