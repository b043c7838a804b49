/** One prober for each kind of check. None blocks who asks it; none knows of thresholds and verdicts. */
package io.vipoperator.node.health.probe;
