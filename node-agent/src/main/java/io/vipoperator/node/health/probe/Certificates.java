package io.vipoperator.node.health.probe;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes of certificates and keys what the runtime's TLS takes. May be used by any thread. */
final class Certificates {
    private Certificates() {}

    /** Trusts these authorities and no other. */
    static X509ExtendedTrustManager trusting(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = empty();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        return of(store);
    }

    /** Trusts those that the runtime trusts; read once for all checks, at the first that asks. */
    static X509ExtendedTrustManager trustingTheRuntimes() throws GeneralSecurityException {
        return RuntimesAuthorities.get();
    }

    /** Shows that certificate, and those behind it, to servers that ask for one. */
    static KeyManager[] keyManagers(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("client", key, new char[0], chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static X509ExtendedTrustManager of(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("the runtime has no X.509");
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store could not be made", e);
        }
    }

    private static final class RuntimesAuthorities {
        private static X509ExtendedTrustManager known;

        private RuntimesAuthorities() {}

        static synchronized X509ExtendedTrustManager get() throws GeneralSecurityException {
            if (known == null) {
                known = of(null);
            }
            return known;
        }
    }
}
