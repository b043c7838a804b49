/** A client that asks an address each millisecond, and what it sees: who answers, and for how long nobody does. */
package io.vipoperator.e2e.probe;
