/** What shall run where: a pure function of the fleet. Sees the API and java alone; knows no time. */
package io.vipoperator.operator.plan;
