/** The operator: gathers from caches, plans, writes. */
package io.vipoperator.operator;
