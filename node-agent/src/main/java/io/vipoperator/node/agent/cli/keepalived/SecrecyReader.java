package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.node.agent.cli.keepalived.Instance.Secrecy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads how an instance's advertisements are authenticated. Pure but for the ledger. */
final class SecrecyReader {
    /** RFC 2338 section 5.3.10: there is room for so many octets. */
    private static final int PASSWORD_OCTETS = 8;

    private static final int LEAST_KEY_OCTETS = 32;
    private static final int MOST_KEY_OCTETS = 64;
    private static final int MOST_KEYS = 4;

    private SecrecyReader() {}

    static Secrecy read(Block instance, VrrpVersion version) {
        Secrecy hmac = instance.one("auth_hmac")
                .map(block -> hmac(block, instance.ledger()))
                .orElse(Secrecy.NONE);
        Secrecy password = instance.one("authentication")
                .map(block -> password(block, version, instance.ledger()))
                .orElse(Secrecy.NONE);
        return hmac.keys().isEmpty() ? password : hmac;
    }

    private static Secrecy password(Statement statement, VrrpVersion version, Ledger ledger) {
        ledger.expressed(statement);
        Block block = new Block(statement, ledger);
        Optional<Statement> type = block.one("auth_type");
        Optional<Statement> pass = block.one("auth_pass");
        block.rest();
        String word = type.filter(one -> !one.arguments().isEmpty())
                .map(one -> one.arguments().get(0))
                .orElse("");
        if (word.equals("PASS")
                && version == VrrpVersion.V2
                && pass.isPresent()
                && !pass.get().arguments().isEmpty()) {
            type.ifPresent(one -> block.expressed(one, 1));
            return passwordOf(pass.get(), ledger);
        }
        String why = !word.equals("PASS") && !word.isEmpty()
                ? "is not supported, and protects nothing: use authentication.type HMAC"
                : version == VrrpVersion.V3
                        ? "has no meaning in version 3, and keepalived ignores it: use authentication.type HMAC"
                        : "type and password belong together: without both there is no authentication";
        type.ifPresent(one -> ledger.notExpressed(one, why));
        pass.ifPresent(one -> ledger.remark(one.place(), "auth_pass", why));
        pass.ifPresent(one -> ledger.hidden(one));
        return Secrecy.NONE;
    }

    private static Secrecy passwordOf(Statement pass, Ledger ledger) {
        byte[] octets = pass.arguments().get(0).getBytes(StandardCharsets.UTF_8);
        String value = new String(octets, 0, Math.min(octets.length, PASSWORD_OCTETS), StandardCharsets.UTF_8);
        if (octets.length > PASSWORD_OCTETS) {
            ledger.remark(pass.place(), "auth_pass", "its first 8 octets count, as in keepalived");
        }
        if (pass.arguments().size() > 1) {
            ledger.remark(pass.place(), "auth_pass", "more than one word: the first is the password");
        }
        ledger.hidden(pass);
        return new Secrecy(AuthenticationType.Password, List.of(new Instance.Key(1, value)));
    }

    private static Secrecy hmac(Statement statement, Ledger ledger) {
        ledger.expressed(statement);
        Block block = new Block(statement, ledger);
        List<Instance.Key> keys = new ArrayList<>();
        for (Statement line : block.all("key")) {
            key(line, ledger).ifPresent(keys::add);
        }
        int active = block.number("active_key", 1, 255)
                .orElse(keys.isEmpty() ? 0 : keys.get(0).id());
        keys.sort((a, b) -> Boolean.compare(b.id() == active, a.id() == active));
        for (String option : Arrays.asList("anti_replay", "time_window", "mode")) {
            block.one(option)
                    .ifPresent(one -> ledger.notExpressed(
                            one,
                            "is not adjustable: every advertisement must be signed, in time, and newer than the last"));
        }
        block.rest();
        if (keys.size() > MOST_KEYS) {
            ledger.remark(statement.place(), "auth_hmac", "holds more than 4 keys: the first 4 are taken");
        }
        return keys.isEmpty()
                ? Secrecy.NONE
                : new Secrecy(AuthenticationType.HMAC, keys.subList(0, Math.min(keys.size(), MOST_KEYS)));
    }

    private static Optional<Instance.Key> key(Statement line, Ledger ledger) {
        ledger.hidden(line);
        Optional<Integer> id = line.arguments().isEmpty()
                ? Optional.empty()
                : Numbers.whole(line.arguments().get(0));
        if (line.arguments().size() != 2 || id.isEmpty() || id.get() < 1 || id.get() > 255) {
            ledger.remark(line.place(), "key", "must be an id from 1 to 255 and a value: it is left out");
            return Optional.empty();
        }
        int octets = line.arguments().get(1).getBytes(StandardCharsets.UTF_8).length;
        if (octets < LEAST_KEY_OCTETS || octets > MOST_KEY_OCTETS) {
            ledger.remark(
                    line.place(), "key " + id.get(), "must have 32 to 64 octets: put them into the Secret yourself");
        }
        return Optional.of(new Instance.Key(id.get(), line.arguments().get(1)));
    }
}
