package io.vipoperator.node.agent;

import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.wire.AuthenticationKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that have arrived on this node, by digest. Immutable; its text form tells how many there are.
 *
 * <p>The digest is the SHA-256 of a key file's exact content, as {@code sha256sum} prints it. The key is that content, without
 * one newline at its end if all before it is printable ASCII: {@code echo} and {@code echo -n} then make the same key, and a
 * key of random octets may end with any.
 */
final class Keys {
    /** A file of certificates; keys of authentication are far shorter, and {@link WantedKeys} says how short. */
    static final int MOST_OCTETS = 65_536;

    private final String place;
    private final Map<String, byte[]> contentByDigest;

    private Keys(String place, Map<String, byte[]> contentByDigest) {
        this.place = place;
        this.contentByDigest = contentByDigest;
    }

    /** No key at all. */
    static Keys none() {
        return new Keys("this node", Map.of());
    }

    /**
     * The keys of these files.
     *
     * @param place where they come from, for people
     * @param contents of the files
     */
    static Keys of(String place, List<byte[]> contents) {
        return new Keys(place, Map.of()).and(contents);
    }

    /** These and those of further files. */
    Keys and(List<byte[]> contents) {
        Map<String, byte[]> all = new HashMap<>(contentByDigest);
        contents.forEach(content -> all.put(digest(content), content.clone()));
        return new Keys(place, all);
    }

    /** What stands in the file of that digest, if it has arrived. */
    Optional<String> pem(String digest) {
        return Optional.ofNullable(contentByDigest.get(digest))
                .map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /** Of all files together. */
    long octets() {
        return contentByDigest.values().stream()
                .mapToLong(content -> content.length)
                .sum();
    }

    Set<String> digests() {
        return Collections.unmodifiableSet(contentByDigest.keySet());
    }

    /**
     * The authentication with these keys. While one of several HMAC keys is missing the others do: each one that is listed is
     * valid, so that a rotation begins before the new key has arrived everywhere.
     */
    Authentication find(WantedKeys wanted) {
        List<AuthenticationKey> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (WantedKeys.Reference reference : wanted.keys()) {
            Optional<String> why = whyNot(wanted.kind(), reference);
            if (why.isPresent()) {
                missing.add(why.get());
            } else {
                found.add(new AuthenticationKey(reference.id(), value(contentByDigest.get(reference.digest()))));
            }
        }
        if (found.isEmpty()) {
            return new Authentication.KeyMissing(String.join(", ", missing));
        }
        return switch (wanted.kind()) {
            case PASSWORD -> new Authentication.Password(found.get(0));
            case HMAC -> new Authentication.Hmac(found);
        };
    }

    /** What is missing of these, for people; empty if nothing is. */
    String missing(WantedKeys wanted) {
        return wanted.keys().stream()
                .flatMap(reference -> whyNot(wanted.kind(), reference).stream())
                .collect(Collectors.joining(", "));
    }

    private Optional<String> whyNot(WantedKeys.Kind kind, WantedKeys.Reference reference) {
        byte[] content = contentByDigest.get(reference.digest());
        if (content == null) {
            return Optional.of(reference + " has not arrived in " + place);
        }
        int octets = value(content).length;
        return kind.fits(octets) ? Optional.empty() : Optional.of(reference + " " + kind.rule() + ", not " + octets);
    }

    private static byte[] value(byte[] content) {
        int last = content.length - 1;
        if (last < 0 || content[last] != '\n') {
            return content;
        }
        for (int i = 0; i < last; i++) {
            if (content[i] < ' ' || content[i] > '~') {
                return content;
            }
        }
        return java.util.Arrays.copyOf(content, last);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Keys keys && keys.digests().equals(digests()) && keys.place.equals(place);
    }

    @Override
    public int hashCode() {
        return digests().hashCode();
    }

    @Override
    public String toString() {
        return contentByDigest.size() + " keys";
    }
}
