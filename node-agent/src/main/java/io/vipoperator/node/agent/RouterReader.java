package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.Announcement;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.AnnouncementForm;
import io.vipoperator.node.loop.Candidacy;
import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.InterfaceRule;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads one router of a node's state: defaults, ranges, and what this version lacks. Pure; for one router. */
final class RouterReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[!-~]{1,15}");

    private final RouterSpec router;
    private final String path;
    private final Problems problems;

    /** The path ends with a dot. */
    RouterReader(RouterSpec router, String path, Problems problems) {
        this.router = router;
        this.path = path;
        this.problems = problems;
    }

    /** Empty if something without which there is no router is absent or wrong; all that is wrong is in the problems. */
    Optional<RouterSetup> read() {
        Optional<RouterKey> key = key();
        int virtualRouterID = number("virtualRouterID", router.virtualRouterID(), Optional.empty(), 1, 255);
        int priority = number("priority", router.priority(), Optional.empty(), 0, 255);
        AddressReader reader = new AddressReader(router.family(), problems);
        List<AddressWithPrefix> advertised = reader.read(path + "addresses", router.addresses(), 1);
        List<AddressWithPrefix> excluded = reader.read(path + "excludedAddresses", router.excludedAddresses(), 0);
        InterfaceRule interfaceRule =
                new InterfaceRuleReader(path + "interface.", problems).read(router.interfaceRule());
        Preemption preemption = router.preemption() == null ? new Preemption(null, null) : router.preemption();
        InstallPlan install = install(advertised, excluded);
        long intervalNanos = intervalNanos();
        int delaySeconds = number("preemption.delaySeconds", preemption.delaySeconds(), Optional.of(0), 0, 1000);
        int startupSeconds = number("startupDelaySeconds", router.startupDelaySeconds(), Optional.of(0), 0, 300);
        AnnouncementPlan announcement = announcement();
        Candidacy candidacy = Candidacy.of(
                priority,
                preemption.mode() != PreemptionMode.Never,
                TimeUnit.SECONDS.toNanos(delaySeconds),
                TimeUnit.SECONDS.toNanos(startupSeconds));
        Dialect dialect = Dialect.multicast(
                intervalNanos,
                router.checksum() == Checksum.MessageOnly ? ChecksumForm.MESSAGE_ONLY : ChecksumForm.PSEUDO_HEADER);
        return key.map(k -> new RouterSetup(
                k,
                router.uid() == null ? "" : router.uid(),
                router.generation() == null ? 0 : router.generation(),
                k.virtualIP(),
                interfaceRule,
                virtualRouterID,
                candidacy,
                dialect,
                advertised.stream().map(AddressWithPrefix::address).toList(),
                install,
                announcement,
                announcementForm(),
                MissingFeatures.of(router)));
    }

    private Optional<RouterKey> key() {
        String name = router.virtualIP();
        if (name == null) {
            problems.missing(path + "virtualIP", "must be the name of a VirtualIP");
        } else if (!NAME.matcher(name).matches()) {
            problems.wrong(
                    path + "virtualIP",
                    name,
                    "must be at most 253 lower case letters, digits, '-' and '.', with a letter or digit at both ends");
        }
        if (router.family() == null) {
            problems.missing(path + "family", "must be IPv4 or IPv6");
        }
        if (name == null || router.family() == null) {
            return Optional.empty();
        }
        boolean six = router.family() == io.vipoperator.api.v1alpha1.Family.IPv6;
        return Optional.of(new RouterKey(name, six ? Family.IPV6 : Family.IPV4));
    }

    private InstallPlan install(List<AddressWithPrefix> advertised, List<AddressWithPrefix> excluded) {
        List<AddressWithPrefix> addresses = new ArrayList<>();
        if (router.addressMode() != AddressMode.ElectOnly) {
            addresses.addAll(advertised);
            addresses.addAll(excluded);
        }
        String label = router.addressLabel();
        if (label != null && !LABEL.matcher(label).matches()) {
            problems.wrong(path + "addressLabel", label, "must be 1 to 15 characters without spaces");
        }
        return new InstallPlan(
                addresses,
                router.prefixRoute() == Switch.Enabled,
                router.deadManSwitch() != Switch.Disabled,
                Optional.ofNullable(label));
    }

    private long intervalNanos() {
        Integer interval = router.advertisementIntervalMilliseconds();
        String field = path + "advertisementIntervalMilliseconds";
        boolean version2 = router.version() == VrrpVersion.V2;
        if (interval == null) {
            return TimeUnit.MILLISECONDS.toNanos(version2 ? 1000 : 100);
        }
        if (version2 && (interval < 1000 || interval > 255_000 || interval % 1000 != 0)) {
            problems.wrong(field, interval, "must be 1000 to 255000 in steps of 1000 with V2");
        }
        if (!version2 && (interval < 10 || interval > 40_950 || interval % 10 != 0)) {
            problems.wrong(field, interval, "must be 10 to 40950 in steps of 10");
        }
        // V2 is a missing feature: the router never advertises, and only V3's intervals fit its configuration.
        return TimeUnit.MILLISECONDS.toNanos(version2 ? 1000 : interval);
    }

    private AnnouncementPlan announcement() {
        Announcement plan =
                router.announcement() == null ? new Announcement(null, null, null, null, null) : router.announcement();
        int count = number("announcement.count", plan.count(), Optional.of(5), 1, 100);
        int interval =
                number("announcement.intervalMilliseconds", plan.intervalMilliseconds(), Optional.of(200), 1, 10_000);
        int repeat = number("announcement.repeatAfterSeconds", plan.repeatAfterSeconds(), Optional.of(5), 0, 3600);
        int refresh = number("announcement.refreshSeconds", plan.refreshSeconds(), Optional.of(60), 0, 86_400);
        return new AnnouncementPlan(
                count,
                TimeUnit.MILLISECONDS.toNanos(interval),
                TimeUnit.SECONDS.toNanos(repeat),
                TimeUnit.SECONDS.toNanos(refresh));
    }

    private AnnouncementForm announcementForm() {
        if (router.announcement() == null || router.announcement().form() == null) {
            return AnnouncementForm.BOTH;
        }
        return switch (router.announcement().form()) {
            case Request -> AnnouncementForm.REQUEST;
            case Reply -> AnnouncementForm.REPLY;
            case Both, Unrecognized -> AnnouncementForm.BOTH;
        };
    }

    private int number(String field, Integer value, Optional<Integer> absent, int least, int most) {
        String rule = "must be " + least + " to " + most;
        if (value == null) {
            if (absent.isEmpty()) {
                problems.missing(path + field, rule);
            }
            return absent.orElse(least);
        }
        if (value < least || value > most) {
            problems.wrong(path + field, value, rule);
            // What is built from it checks its own values: the reading goes on with a sound one.
            return absent.orElse(least);
        }
        return value;
    }
}
