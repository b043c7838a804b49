/** What is there: caches of the cluster, and the agents' DaemonSet. */
package io.vipoperator.operator.fleet;
