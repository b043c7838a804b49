package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.RouterAuthentication;
import io.vipoperator.api.v1alpha1.RouterAuthenticationKey;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads which keys a router asks for. Pure; for one router. */
final class AuthenticationReader {
    private static final int MOST_KEYS = 4;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

    private final VrrpVersion version;
    private final Fields fields;

    /**
     * A reader of one authentication.
     *
     * @param version of the router, may be null
     * @param fields of the authentication
     */
    AuthenticationReader(VrrpVersion version, Fields fields) {
        this.version = version;
        this.fields = fields;
    }

    /** Empty if it asks for none; null reads as the default. */
    Optional<WantedKeys> read(RouterAuthentication authentication) {
        if (authentication == null) {
            return Optional.empty();
        }
        AuthenticationType type = authentication.type() == null ? AuthenticationType.None : authentication.type();
        List<RouterAuthenticationKey> keys = authentication.keys() == null ? List.of() : authentication.keys();
        return switch (type) {
            case Unrecognized -> Optional.empty();
            case None -> {
                if (!keys.isEmpty()) {
                    fields.missing("keys", "must be absent unless authentication.type is Password or HMAC");
                }
                yield Optional.empty();
            }
            case Password -> {
                if (version == null || version == VrrpVersion.V3) {
                    fields.wrong("type", "Password", "must be None or HMAC with V3, which has no passwords");
                }
                if (keys.size() != 1) {
                    fields.missing("keys", "must be exactly one key with Password, not " + keys.size());
                }
                yield Optional.of(new WantedKeys(WantedKeys.Kind.PASSWORD, references(keys)));
            }
            case HMAC -> {
                if (keys.isEmpty() || keys.size() > MOST_KEYS) {
                    fields.missing("keys", "must be 1 to 4 keys with HMAC, not " + keys.size());
                }
                yield Optional.of(new WantedKeys(WantedKeys.Kind.HMAC, references(keys)));
            }
        };
    }

    private List<WantedKeys.Reference> references(List<RouterAuthenticationKey> keys) {
        List<WantedKeys.Reference> references = new ArrayList<>();
        Map<Integer, String> fieldById = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            RouterAuthenticationKey key = keys.get(i);
            String field = "keys[" + i + "]";
            if (key == null) {
                fields.missing(field, "must not be empty");
                continue;
            }
            Fields of = fields.in(field);
            int id = of.number("id", key.id(), Optional.empty(), 1, 255);
            if (key.id() != null) {
                String first = fieldById.putIfAbsent(key.id(), of.path() + "id");
                if (first != null) {
                    of.wrong("id", key.id(), "must not stand twice: " + first + " is the same");
                }
            }
            digest(key.digest(), of).ifPresent(digest -> references.add(new WantedKeys.Reference(id, digest)));
        }
        return references;
    }

    private static Optional<String> digest(String digest, Fields of) {
        String rule = "must be the SHA-256 of the key's file, 64 hexadecimal digits";
        if (digest == null) {
            of.missing("digest", rule);
            return Optional.empty();
        }
        if (!DIGEST.matcher(digest).matches()) {
            of.wrong("digest", digest, rule);
            return Optional.empty();
        }
        return Optional.of(digest.toLowerCase(Locale.ROOT));
    }
}
