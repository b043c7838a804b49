/** The one writer: the planner's thread, node states, Events, and who may write. */
package io.vipoperator.operator.write;
