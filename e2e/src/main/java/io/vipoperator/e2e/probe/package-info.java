/** A client that asks an address each millisecond and tells how long it did not answer, and what answers it. */
package io.vipoperator.e2e.probe;
