package io.vipoperator.node.health.probe;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks at what one server shows in one handshake: the runtime decides, this keeps the certificate and says in plain words why it
 * was refused. The handshake runs on a worker; what was found is read on the loop's thread.
 */
final class CertificateExamination extends X509ExtendedTrustManager {
    private static final int MOST_NAMES = 5;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509ExtendedTrustManager authorities;
    private final boolean verify;
    private final String serverName;
    private final Instant now;
    private volatile X509Certificate shown;
    private volatile String refusal;

    /**
     * An examination to come.
     *
     * @param authorities who decides
     * @param verify otherwise every certificate will do
     * @param serverName whom the certificate must be for
     */
    CertificateExamination(X509ExtendedTrustManager authorities, boolean verify, String serverName, Instant now) {
        this.authorities = authorities;
        this.verify = verify;
        this.serverName = serverName;
        this.now = now;
    }

    Optional<Instant> notAfter() {
        return Optional.ofNullable(shown)
                .map(certificate -> certificate.getNotAfter().toInstant());
    }

    /** Why the certificate was refused, for people; empty if it wasn't. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        shown = chain[0];
        if (!verify) {
            return;
        }
        try {
            authorities.checkServerTrusted(chain, keyExchange, engine);
        } catch (CertificateException e) {
            refusal = reason(chain, keyExchange, e);
            throw e;
        }
    }

    private String reason(X509Certificate[] chain, String keyExchange, CertificateException refused) {
        for (X509Certificate certificate : chain) {
            String whose =
                    certificate.equals(chain[0]) ? "certificate " : "certificate of " + subject(certificate) + " ";
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return whose + "expired on " + certificate.getNotAfter().toInstant();
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return whose + "is not valid before "
                        + certificate.getNotBefore().toInstant();
            }
        }
        try {
            authorities.checkServerTrusted(chain, keyExchange);
        } catch (CertificateException path) {
            return isUnknownAuthority(path)
                    ? "unknown authority: certificate was issued by "
                            + Reasons.printable(chain[chain.length - 1]
                                    .getIssuerX500Principal()
                                    .getName())
                    : "certificate refused: " + Reasons.printable(String.valueOf(path.getMessage()));
        }
        // All but the name is in order.
        return refused.getCause() == null
                ? "name mismatch: certificate is for " + names(chain[0]) + ", not " + serverName
                : "certificate refused: " + Reasons.printable(String.valueOf(refused.getMessage()));
    }

    private static boolean isUnknownAuthority(CertificateException path) {
        Throwable cause = path.getCause();
        return cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException validator
                        && validator.getReason() == PKIXReason.NO_TRUST_ANCHOR);
    }

    private static String names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> name : all) {
                    if (name.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return subject(certificate);
        }
        if (names.isEmpty()) {
            return subject(certificate);
        }
        String shown = Reasons.printable(String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES))));
        return names.size() > MOST_NAMES ? shown + ", …" : shown;
    }

    private static String subject(X509Certificate certificate) {
        return Reasons.printable(certificate.getSubjectX500Principal().getName());
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        throw new CertificateException("only for engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw new CertificateException("only for engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        throw new CertificateException("only for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw new CertificateException("only for servers");
    }
}
