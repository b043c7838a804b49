/**
 * Health checks: what is probed, when, and when a verdict changes. The arithmetic is pure; probes run off the loop's thread,
 * and no probe waits for another.
 */
package io.vipoperator.node.health;
