package io.vipoperator.operator.plan;

/**
 * What the plan needs of a key's value, which it never sees.
 *
 * @param digest SHA-256 of the value, hexadecimal
 * @param octets length of the value; of one that is longer than any key may be, some number above 64
 */
public record KeyReading(String digest, int octets) {}
