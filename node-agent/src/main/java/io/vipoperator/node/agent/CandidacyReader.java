package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.Effect;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.node.loop.Candidacy;
import io.vipoperator.node.loop.CheckEffect;
import io.vipoperator.node.loop.TrackedCheck;
import io.vipoperator.node.loop.TrackedInterface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Reads how a router stands for election. Pure; for one router. */
final class CandidacyReader {
    private static final int MOST_TRACKED = 32;
    /** What a weight can move: from 254 to 1. */
    private static final int HEAVIEST = 253;

    private final RouterSpec router;
    private final Fields fields;

    CandidacyReader(RouterSpec router, Fields fields) {
        this.router = router;
        this.fields = fields;
    }

    Candidacy read() {
        Preemption preemption = router.preemption() == null ? new Preemption(null, null) : router.preemption();
        int priority = fields.number("priority", router.priority(), Optional.empty(), 0, 255);
        int delaySeconds =
                fields.in("preemption").number("delaySeconds", preemption.delaySeconds(), Optional.of(0), 0, 1000);
        int startupSeconds = fields.number("startupDelaySeconds", router.startupDelaySeconds(), Optional.of(0), 0, 300);
        return new Candidacy(
                priority,
                yieldBelow(),
                preemption.mode() != PreemptionMode.Never,
                TimeUnit.SECONDS.toNanos(delaySeconds),
                TimeUnit.SECONDS.toNanos(startupSeconds),
                trackedInterfaces(),
                healthChecks());
    }

    private OptionalInt yieldBelow() {
        Integer bound = router.yieldBelow();
        return bound == null
                ? OptionalInt.empty()
                : OptionalInt.of(fields.number("yieldBelow", bound, Optional.empty(), 1, 254));
    }

    private List<TrackedInterface> trackedInterfaces() {
        List<TrackedInterface> tracked = new ArrayList<>();
        Map<String, String> fieldByName = new HashMap<>();
        each("trackInterfaces", "interfaces", router.trackInterfaces(), (one, of) -> {
            String name = nic(one.name(), of, fieldByName);
            tracked.add(new TrackedInterface(name, effect(one.effect(), EffectType.Fault, of.in("effect"))));
        });
        return tracked;
    }

    /** Whether there is such a check is up to who reads the whole document. */
    private List<TrackedCheck> healthChecks() {
        List<TrackedCheck> tracked = new ArrayList<>();
        Map<String, String> fieldByName = new HashMap<>();
        each("healthChecks", "checks", router.healthChecks(), (one, of) -> {
            if (one.name() == null) {
                of.missing("name", "must be the name of a health check");
                return;
            }
            onlyOnce(one.name(), "check", of, fieldByName);
            tracked.add(new TrackedCheck(one.name(), effect(one.effect(), EffectType.Lowest, of.in("effect"))));
        });
        return tracked;
    }

    private void each(String list, String things, List<NamedEffect> written, BiConsumer<NamedEffect, Fields> reader) {
        List<NamedEffect> all = written == null ? List.of() : written;
        if (all.size() > MOST_TRACKED) {
            fields.missing(list, "must be at most 32 " + things + ", not " + all.size());
        }
        for (int i = 0; i < all.size(); i++) {
            String field = list + "[" + i + "]";
            if (all.get(i) == null) {
                fields.missing(field, "must not be empty");
            } else {
                reader.accept(all.get(i), fields.in(field));
            }
        }
    }

    private static String nic(String name, Fields of, Map<String, String> fieldByName) {
        if (name == null) {
            of.missing("name", "must be the name of a NIC");
            return "";
        }
        if (!InterfaceRuleReader.isName(name)) {
            of.wrong("name", name, InterfaceRuleReader.NAME_RULE);
        }
        onlyOnce(name, "interface", of, fieldByName);
        return name;
    }

    private static void onlyOnce(String name, String thing, Fields of, Map<String, String> fieldByName) {
        String first = fieldByName.putIfAbsent(name, of.path() + "name");
        if (first != null) {
            of.wrong("name", name, "must not stand twice: " + first + " is the same " + thing);
        }
    }

    /** A word that a newer version wrote is a missing feature of the router: what is read for it does not count. */
    private static CheckEffect effect(Effect effect, EffectType absent, Fields of) {
        EffectType type = effect == null || effect.type() == null ? absent : effect.type();
        Integer weight = effect == null ? null : effect.weight();
        if (weight != null && type != EffectType.Weight && type != EffectType.Unrecognized) {
            of.wrong("weight", weight, "must be absent unless effect.type is Weight");
        }
        return switch (type) {
            case Fault, Unrecognized -> new CheckEffect.Fault();
            case Lowest -> new CheckEffect.Lowest();
            case Weight -> new CheckEffect.Weight(weight(weight, of));
        };
    }

    private static int weight(Integer weight, Fields of) {
        String rule = "must be -253 to 253, and not 0";
        if (weight == null) {
            of.missing("weight", rule);
        } else if (weight < -HEAVIEST || weight > HEAVIEST || weight == 0) {
            of.wrong("weight", weight, rule);
        } else {
            return weight;
        }
        return 1;
    }
}
