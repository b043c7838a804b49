package io.vipoperator.operator.fleet;

import io.vipoperator.operator.plan.CheckSecrets;
import io.vipoperator.operator.plan.KeyReading.Pem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what a file holds as PEM (RFC 7468), and that it can be read. Stateless. */
final class PemReading {
    private static final String BEGIN = "-----BEGIN ";
    private static final String CERTIFICATE = "CERTIFICATE";
    /** PKCS #8, PKCS #1, SEC 1; all without a passphrase, which nobody could give. */
    private static final Set<String> KEYS = Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
    /** Of DER: a SEQUENCE, as certificates and keys both are. */
    private static final byte SEQUENCE = 0x30;

    private PemReading() {}

    /** It looks like PEM, be it valid or not. */
    static boolean looksLike(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).contains(BEGIN);
    }

    /** A file with a key is a key, whatever stands beside it; one with a certificate that can't be read is nothing. */
    static Pem of(byte[] octets) {
        if (octets.length > CheckSecrets.LONGEST || !looksLike(octets)) {
            return Pem.NONE;
        }
        Matcher blocks = BLOCK.matcher(new String(octets, StandardCharsets.ISO_8859_1));
        Pem found = Pem.NONE;
        while (blocks.find()) {
            byte[] content;
            try {
                content = Base64.getMimeDecoder().decode(blocks.group(2));
            } catch (IllegalArgumentException e) {
                return Pem.NONE;
            }
            if (blocks.group(1).equals(CERTIFICATE)) {
                if (!certificate(content)) {
                    return Pem.NONE;
                }
                found = found == Pem.PRIVATE_KEY ? found : Pem.CERTIFICATES;
            } else if (KEYS.contains(blocks.group(1))) {
                if (content.length == 0 || content[0] != SEQUENCE) {
                    return Pem.NONE;
                }
                found = Pem.PRIVATE_KEY;
            }
        }
        return found;
    }

    private static boolean certificate(byte[] content) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content))
                    != null;
        } catch (CertificateException e) {
            return false;
        }
    }
}
