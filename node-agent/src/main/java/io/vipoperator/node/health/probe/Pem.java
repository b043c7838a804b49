package io.vipoperator.node.health.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the PEM texts (RFC 7468) of certificates and keys. Keys as PKCS #8, and as the forms that came before it, which is what
 * cert-manager writes unless asked otherwise: the JDK reads the first only. What stands in a key never enters a message. Pure.
 */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Pem() {}

    /** All of them, in their order; at least one. */
    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            if (blocks.group(1).equals("CERTIFICATE")) {
                Certificate certificate =
                        factory.generateCertificate(new ByteArrayInputStream(octets(blocks.group(2))));
                certificates.add((X509Certificate) certificate);
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("certificates must be PEM with at least one CERTIFICATE");
        }
        return certificates;
    }

    /** The first key. */
    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            String label = blocks.group(1);
            if (label.endsWith("PRIVATE KEY")) {
                return key(label, octets(blocks.group(2)));
            }
        }
        throw new InvalidKeyException("client key must be PEM with a PRIVATE KEY");
    }

    private static PrivateKey key(String label, byte[] encoded) throws GeneralSecurityException {
        return switch (label) {
            case "PRIVATE KEY" -> ofAnyAlgorithm(encoded);
            // RFC 8017 appendix A.1.2, within PKCS #8 (RFC 5958 section 2).
            case "RSA PRIVATE KEY" -> ofAnyAlgorithm(tagged(SEQUENCE, VERSION_0, RSA, tagged(OCTETS, encoded)));
            // RFC 5915 section 3: the curve stands within the key, PKCS #8 has it outside.
            case "EC PRIVATE KEY" ->
                ofAnyAlgorithm(tagged(
                        SEQUENCE, VERSION_0, tagged(SEQUENCE, EC_PUBLIC_KEY, curve(encoded)), tagged(OCTETS, encoded)));
            default -> throw new InvalidKeyException("client key must be PEM without encryption, not " + label);
        };
    }

    private static PrivateKey ofAnyAlgorithm(byte[] pkcs8) throws GeneralSecurityException {
        return Stream.of("RSA", "EC", "EdDSA")
                .flatMap(algorithm -> ofAlgorithm(algorithm, pkcs8).stream())
                .findFirst()
                .orElseThrow(() -> new InvalidKeyException("client key must be a key of RSA, EC or EdDSA"));
    }

    private static Optional<PrivateKey> ofAlgorithm(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            // Of another algorithm, or of none. What the runtime says is left out: it may quote the key.
            return Optional.empty();
        }
    }

    private static byte[] octets(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new CertificateException("PEM must be Base64 between its lines", e);
        }
    }

    /** The object identifier in {@code [0]} of an ECPrivateKey, with its tag. */
    private static byte[] curve(byte[] key) throws InvalidKeyException {
        try {
            int at = content(key, 0);
            while (at < key.length) {
                int begin = content(key, at);
                int end = begin + length(key, at);
                if ((key[at] & 0xff) == PARAMETERS) {
                    return java.util.Arrays.copyOfRange(key, begin, end);
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidKeyException("client key must be whole");
        }
        throw new InvalidKeyException("client key must name its curve");
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        if (length < 0) {
            throw new IndexOutOfBoundsException();
        }
        return length;
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (content.size() < 0x80) {
            whole.write(content.size());
        } else {
            whole.write(0x82);
            whole.write(content.size() >> 8);
            whole.write(content.size());
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
