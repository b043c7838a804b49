package io.vipoperator.node.agent;

import java.util.List;

/**
 * The keys that a router's authentication asks for, by digest: their values never stand in a document.
 *
 * @param kind what they are for
 * @param keys one for a password; the first signs
 */
record WantedKeys(Kind kind, List<Reference> keys) {
    WantedKeys {
        keys = List.copyOf(keys);
    }

    /** What keys are for, and how long they are. */
    enum Kind {
        /** Version 2's simple password: the packet has 8 octets for it (RFC 2338 section 5.3.10). */
        PASSWORD("Password", 1, 8),
        /** What keepalived accepts as a key of its HMAC trailer. */
        HMAC("HMAC", 32, 64);

        private final String word;
        private final int leastOctets;
        private final int mostOctets;

        Kind(String word, int leastOctets, int mostOctets) {
            this.word = word;
            this.leastOctets = leastOctets;
            this.mostOctets = mostOctets;
        }

        boolean fits(int octets) {
            return octets >= leastOctets && octets <= mostOctets;
        }

        /** For people. */
        String rule() {
            return "must have " + leastOctets + " to " + mostOctets + " octets for " + word;
        }
    }

    /**
     * A key by its digest.
     *
     * @param id 1..255
     * @param digest SHA-256 of the file that holds it, 64 hexadecimal digits in lower case
     */
    record Reference(int id, String digest) {
        private static final int SHOWN = 12;

        /** Enough of the digest to find the key, and no more. */
        @Override
        public String toString() {
            return "key " + id + " (SHA-256 " + digest.substring(0, SHOWN) + "…)";
        }
    }
}
