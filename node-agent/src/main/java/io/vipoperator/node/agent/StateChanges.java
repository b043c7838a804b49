package io.vipoperator.node.agent;

import io.vipoperator.node.agent.check.ReadCheck;
import io.vipoperator.node.loop.Candidacy;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.loop.InterfaceRule;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in words what one state has that another has not, by the names that the fields have in the file. Pure. */
final class StateChanges {
    private StateChanges() {}

    /** One line for each router and each check that is new, gone or changed; empty if none is. */
    static List<String> between(ReadState before, ReadState after) {
        List<String> lines = new ArrayList<>(ofRouters(before.unkeyed(), after.unkeyed()));
        lines.addAll(ofChecks(before.checks(), after.checks()));
        return lines;
    }

    /** What stands in a check may be secret. */
    private static List<String> ofChecks(List<ReadCheck> before, List<ReadCheck> after) {
        Map<String, ReadCheck> left = new LinkedHashMap<>();
        before.forEach(check -> left.put(check.name(), check));
        List<String> lines = new ArrayList<>();
        for (ReadCheck now : after) {
            ReadCheck earlier = left.remove(now.name());
            if (earlier == null) {
                lines.add("health check " + now.name() + " is new");
            } else if (!earlier.written().equals(now.written())) {
                lines.add("health check " + now.name() + " has changed");
            }
        }
        left.keySet().forEach(gone -> lines.add("health check " + gone + " is gone"));
        return lines;
    }

    private static List<String> ofRouters(DesiredState before, DesiredState after) {
        Map<RouterKey, RouterSetup> left = new LinkedHashMap<>();
        before.routers().forEach(setup -> left.put(setup.key(), setup));
        List<String> lines = new ArrayList<>();
        for (RouterSetup now : after.routers()) {
            RouterSetup earlier = left.remove(now.key());
            if (earlier == null) {
                lines.add(name(now) + " is new: VRID " + now.virtualRouterID() + ", priority " + now.priority() + ", "
                        + joined(now.advertised()));
            } else if (!earlier.equals(now)) {
                lines.add(name(now) + ": " + String.join(", ", changes(earlier, now)));
            }
        }
        left.values().forEach(gone -> lines.add(name(gone) + " is gone"));
        return lines;
    }

    private static List<String> changes(RouterSetup before, RouterSetup after) {
        Map<String, Object> earlier = fields(before);
        List<String> changes = new ArrayList<>();
        fields(after).forEach((field, now) -> {
            Object was = earlier.get(field);
            if (!was.equals(now)) {
                changes.add(change(field, was, now));
            }
        });
        return changes;
    }

    private static String change(String field, Object was, Object now) {
        if (was instanceof List<?> before && now instanceof List<?> after) {
            return field + " " + difference(before, after);
        }
        String text = now.toString();
        // Secrets have no text.
        return was.toString().equals(text) ? field + " has other keys" : field + " " + was + " -> " + text;
    }

    private static String difference(List<?> before, List<?> after) {
        List<String> parts = new ArrayList<>();
        after.stream().filter(one -> !before.contains(one)).forEach(one -> parts.add("+" + one));
        before.stream().filter(one -> !after.contains(one)).forEach(one -> parts.add("-" + one));
        return parts.isEmpty() ? "in another order" : String.join(" ", parts);
    }

    private static Map<String, Object> fields(RouterSetup setup) {
        Candidacy candidacy = setup.candidacy();
        Dialect dialect = setup.dialect();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("uid", setup.uid());
        fields.put("generation", setup.generation());
        fields.put("group", setup.group());
        fields.put("interface", text(setup.interfaceRule()));
        fields.put("virtualRouterID", setup.virtualRouterID());
        fields.put("priority", candidacy.priority());
        fields.put("yieldBelow", text(candidacy.yieldBelow()));
        fields.put("preemption.mode", candidacy.preempt() ? "Always" : "Never");
        fields.put("preemption.delaySeconds", candidacy.preemptDelayNanos() / 1_000_000_000);
        fields.put("startupDelaySeconds", candidacy.startupDelayNanos() / 1_000_000_000);
        fields.put("trackInterfaces", candidacy.trackedInterfaces());
        fields.put("healthChecks", candidacy.healthChecks());
        fields.put("version", "V" + dialect.version());
        fields.put("advertisementIntervalMilliseconds", dialect.intervalNanos() / 1_000_000);
        fields.put("checksum", dialect.checksumForm());
        fields.put("transport", dialect.transport());
        fields.put("authentication", dialect.authentication());
        fields.put("virtualMAC", dialect.virtualMac() ? "Enabled" : "Disabled");
        fields.put("advertised addresses", setup.advertised());
        fields.put("installed addresses", setup.install().addresses());
        fields.put("prefixRoute", setup.install().prefixRoute() ? "Enabled" : "Disabled");
        fields.put("deadManSwitch", setup.install().deadManSwitch() ? "Enabled" : "Disabled");
        fields.put("addressLabel", setup.install().label().orElse("none"));
        fields.put("announcement", setup.announcement());
        fields.put("announcement.form", setup.announcementForm());
        fields.put("missing features", List.copyOf(new TreeSet<>(setup.missingFeatures())));
        return fields;
    }

    private static Object text(InterfaceRule rule) {
        return switch (rule) {
            case InterfaceRule.Subnet subnet -> "of the subnet";
            case InterfaceRule.DefaultRoute route -> "of the default route";
            case InterfaceRule.Name(var name) -> name;
            case InterfaceRule.NamePattern(var pattern) -> "like " + pattern.pattern();
        };
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "none";
    }

    private static String name(RouterSetup setup) {
        return setup.key().virtualIP() + (setup.key().family() == Family.IPV6 ? "/IPv6" : "/IPv4");
    }

    private static String joined(List<?> list) {
        return list.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
