package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.operator.plan.CheckSecrets;
import io.vipoperator.operator.plan.KeyReading;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Secrets hold that may be keys, or certificates as PEM. Of anything else nothing is kept but its length and digest; a
 * value leaves this class only for the agents' Secret. Stateless but for the informer's memory.
 */
public final class SecretValues {
    /** Of the agents' Secret: the operator writes it, they mount it. Its entries are named by their digests. */
    public static final String AGENT_KEYS = "vip-agent-keys";
    /** The longest key of HMAC. */
    private static final int LONGEST_KEY = 64;

    private SecretValues() {}

    /**
     * An informer's memory that keeps no more of a Secret than a key or a certificate could be, and has read each when it
     * came: the plan asks ten times a second. The informer's thread writes, the planner's reads.
     */
    static final class Store extends BasicItemStore<Secret> {
        private final Map<String, Map<SecretKeyReference, KeyReading>> readings = new ConcurrentHashMap<>();
        private final Map<String, Map<String, String>> values = new ConcurrentHashMap<>();

        Store() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public Secret put(String key, Secret secret) {
            readings.put(key, SecretValues.readings(secret));
            Secret reduced = reduced(secret);
            values.put(key, SecretValues.byDigest(reduced));
            return super.put(key, reduced);
        }

        @Override
        public Secret remove(String key) {
            readings.remove(key);
            values.remove(key);
            return super.remove(key);
        }

        /** Of all that people wrote. */
        Map<SecretKeyReference, KeyReading> readings() {
            Map<SecretKeyReference, KeyReading> all = new HashMap<>();
            readings.values().forEach(all::putAll);
            return all;
        }

        /** Digest to value in Base64, wherever it was found. */
        Map<String, String> byDigest() {
            Map<String, String> all = new HashMap<>();
            values.values().forEach(all::putAll);
            return all;
        }
    }

    static Secret reduced(Secret secret) {
        Map<String, String> data = new TreeMap<>();
        data(secret).forEach((key, value) -> {
            if (kept(Base64.getDecoder().decode(value))) {
                data.put(key, value);
            }
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

    private static boolean kept(byte[] octets) {
        return octets.length <= LONGEST_KEY || (octets.length <= CheckSecrets.LONGEST && PemReading.looksLike(octets));
    }

    /** Digests and lengths of what people wrote; of the agents' Secret none. */
    static Map<SecretKeyReference, KeyReading> readings(Secret secret) {
        Map<SecretKeyReference, KeyReading> readings = new HashMap<>();
        String name = secret.getMetadata().getName();
        if (!name.equals(AGENT_KEYS)) {
            data(secret).forEach((key, value) -> {
                byte[] octets = Base64.getDecoder().decode(value);
                readings.put(
                        new SecretKeyReference(name, key),
                        new KeyReading(digest(octets), octets.length, PemReading.of(octets)));
            });
        }
        return readings;
    }

    /** Digest to value in Base64, of what is kept. */
    static Map<String, String> byDigest(Secret reduced) {
        Map<String, String> values = new HashMap<>();
        data(reduced)
                .values()
                .forEach(value -> values.put(digest(Base64.getDecoder().decode(value)), value));
        return values;
    }

    static Map<String, String> data(Secret secret) {
        return Optional.ofNullable(secret.getData()).orElse(Map.of());
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
