package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.operator.plan.KeyReading;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Secrets hold that may be keys. Of anything longer than a key no more is kept than shows that it is; a value leaves
 * this class only for the agents' Secret. Stateless.
 */
public final class SecretValues {
    /** Of the agents' Secret: the operator writes it, they mount it. Its entries are named by their digests. */
    public static final String AGENT_KEYS = "vip-agent-keys";
    /** The longest key of HMAC. */
    private static final int LONGEST = 64;

    private SecretValues() {}

    /** An informer's memory that keeps no more of a Secret than a key could be. */
    static final class Store extends BasicItemStore<Secret> {
        Store() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public Secret put(String key, Secret secret) {
            return super.put(key, reduced(secret));
        }
    }

    static Secret reduced(Secret secret) {
        Map<String, String> data = new TreeMap<>();
        data(secret).forEach((key, value) -> {
            byte[] octets = Base64.getDecoder().decode(value);
            byte[] kept = octets.length <= LONGEST ? octets : Arrays.copyOf(octets, LONGEST + 1);
            data.put(key, Base64.getEncoder().encodeToString(kept));
        });
        return new SecretBuilder()
                .withNewMetadata()
                .withName(secret.getMetadata().getName())
                .withNamespace(secret.getMetadata().getNamespace())
                .withUid(secret.getMetadata().getUid())
                .withResourceVersion(secret.getMetadata().getResourceVersion())
                .endMetadata()
                .withData(data)
                .build();
    }

    /** Digests and lengths of all that people wrote. */
    static Map<SecretKeyReference, KeyReading> readings(Collection<Secret> secrets) {
        Map<SecretKeyReference, KeyReading> readings = new HashMap<>();
        for (Secret secret : secrets) {
            String name = secret.getMetadata().getName();
            if (!name.equals(AGENT_KEYS)) {
                data(secret).forEach((key, value) -> {
                    byte[] octets = Base64.getDecoder().decode(value);
                    readings.put(new SecretKeyReference(name, key), new KeyReading(digest(octets), octets.length));
                });
            }
        }
        return readings;
    }

    /** Digest to value in Base64, wherever it was found. */
    static Map<String, String> byDigest(Collection<Secret> secrets) {
        Map<String, String> values = new HashMap<>();
        for (Secret secret : secrets) {
            data(secret).values().forEach(value -> {
                byte[] octets = Base64.getDecoder().decode(value);
                if (octets.length <= LONGEST) {
                    values.put(digest(octets), value);
                }
            });
        }
        return values;
    }

    static Map<String, String> data(Secret secret) {
        return secret.getData() == null ? Map.of() : secret.getData();
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
