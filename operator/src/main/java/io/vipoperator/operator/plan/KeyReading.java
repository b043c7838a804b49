package io.vipoperator.operator.plan;

/**
 * What the plan needs of the value of a Secret's key, which it never sees.
 *
 * @param digest SHA-256 of the value, hexadecimal
 * @param octets length of the value
 * @param pem what it holds as PEM
 */
public record KeyReading(String digest, int octets, Pem pem) {
    /** As PEM: certificates of which each can be read, a private key, or neither. */
    public enum Pem {
        NONE,
        CERTIFICATES,
        PRIVATE_KEY
    }

    /** Of a value that is no PEM. */
    public KeyReading(String digest, int octets) {
        this(digest, octets, Pem.NONE);
    }
}
