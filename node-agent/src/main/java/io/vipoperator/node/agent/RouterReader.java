package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.LinkLocalMode;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.Candidacy;
import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.InterfaceRule;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one router of a node's state: defaults, ranges, and what this version lacks. Pure; for one router. */
final class RouterReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern GROUP = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[!-~]{1,15}");
    private static final int MOST_ADVERTISED = 255;
    private static final int LINK_LOCAL_PREFIX = 64;

    private final RouterSpec router;
    private final Fields fields;

    RouterReader(RouterSpec router, Fields fields) {
        this.router = router;
        this.fields = fields;
    }

    /**
     * A router as it was read.
     *
     * @param setup of it, whose authentication is that of a router without keys
     * @param wantedKeys that it asks for
     */
    record ReadRouter(RouterSetup setup, Optional<WantedKeys> wantedKeys) {}

    /** Empty if something without which there is no router is absent or wrong; all that is wrong is in the problems. */
    Optional<ReadRouter> read() {
        Optional<RouterKey> key = key();
        int virtualRouterID = fields.number("virtualRouterID", router.virtualRouterID(), Optional.empty(), 1, 255);
        AddressReader addresses = new AddressReader(router.family(), fields);
        List<AddressWithPrefix> advertised =
                withLinkLocal(addresses.read("addresses", router.addresses(), 1), virtualRouterID);
        List<AddressWithPrefix> excluded = addresses.read("excludedAddresses", router.excludedAddresses(), 0);
        InstallPlan install = install(advertised, excluded);
        InterfaceRule interfaceRule = new InterfaceRuleReader(fields.in("interface")).read(router.interfaceRule());
        Candidacy candidacy = new CandidacyReader(router, fields).read();
        Optional<WantedKeys> wantedKeys =
                new AuthenticationReader(router.version(), fields.in("authentication")).read(router.authentication());
        Dialect dialect = new DialectReader(router, fields)
                .read(wantedKeys.map(RouterReader::unkeyed).orElseGet(Authentication.None::new));
        AnnouncementReader announcement = new AnnouncementReader(router.announcement(), fields.in("announcement"));
        AnnouncementPlan plan = announcement.plan();
        group();
        return key.map(k -> new ReadRouter(
                new RouterSetup(
                        k,
                        router.uid() == null ? "" : router.uid(),
                        router.generation() == null ? 0 : router.generation(),
                        // A group and a VirtualIP of one name are two things.
                        router.group() == null ? "vip/" + k.virtualIP() : "group/" + router.group(),
                        interfaceRule,
                        virtualRouterID,
                        candidacy,
                        dialect,
                        advertised.stream().map(AddressWithPrefix::address).toList(),
                        install,
                        plan,
                        announcement.form(),
                        MissingFeatures.of(router)),
                wantedKeys));
    }

    /** Until a {@link Keys} has been asked; tells other wanted keys from these. */
    private static Authentication unkeyed(WantedKeys wanted) {
        return new Authentication.KeyMissing(
                wanted.keys().stream().map(WantedKeys.Reference::toString).collect(Collectors.joining(", ")));
    }

    private Optional<RouterKey> key() {
        String name = router.virtualIP();
        if (name == null) {
            fields.missing("virtualIP", "must be the name of a VirtualIP");
        } else if (!NAME.matcher(name).matches()) {
            fields.wrong(
                    "virtualIP",
                    name,
                    "must be at most 253 lower case letters, digits, '-' and '.', with a letter or digit at both ends");
        }
        if (router.family() == null) {
            fields.missing("family", "must be IPv4 or IPv6");
        }
        if (name == null || router.family() == null) {
            return Optional.empty();
        }
        return Optional.of(new RouterKey(name, isIpv6() ? Family.IPV6 : Family.IPV4));
    }

    private boolean isIpv6() {
        return router.family() == io.vipoperator.api.v1alpha1.Family.IPv6;
    }

    private void group() {
        String group = router.group();
        if (group != null && !GROUP.matcher(group).matches()) {
            fields.wrong(
                    "group",
                    group,
                    "must be 1 to 63 lower case letters, digits and '-', with a letter or digit at both ends");
        }
    }

    /**
     * The first address of an IPv6 router's advertisement is a link-local one (RFC 9568 section 5.2.9), whatever carries the
     * advertisement. One that is listed does for it, and is put first.
     */
    private List<AddressWithPrefix> withLinkLocal(List<AddressWithPrefix> listed, int virtualRouterID) {
        if (!isIpv6() || router.linkLocal() == LinkLocalMode.None) {
            return listed;
        }
        List<AddressWithPrefix> addresses = new ArrayList<>(listed);
        AddressWithPrefix first = listed.stream()
                .filter(one -> one.address().isLinkLocal())
                .findFirst()
                .orElseGet(() -> generated(virtualRouterID));
        addresses.remove(first);
        addresses.add(0, first);
        if (listed.size() <= MOST_ADVERTISED && addresses.size() > MOST_ADVERTISED) {
            fields.missing("addresses", "must be at most 254 addresses beside the one that linkLocal Generate adds");
        }
        return addresses;
    }

    private static AddressWithPrefix generated(int virtualRouterID) {
        return new AddressWithPrefix(
                IpAddress.parse("fe80::5e:" + Integer.toHexString(virtualRouterID)), LINK_LOCAL_PREFIX);
    }

    private InstallPlan install(List<AddressWithPrefix> advertised, List<AddressWithPrefix> excluded) {
        List<AddressWithPrefix> addresses = new ArrayList<>();
        if (router.addressMode() != AddressMode.ElectOnly) {
            addresses.addAll(advertised);
            excluded.stream().filter(one -> !isAmong(addresses, one)).forEach(addresses::add);
        }
        String label = router.addressLabel();
        if (label != null && !LABEL.matcher(label).matches()) {
            fields.wrong("addressLabel", label, "must be 1 to 15 characters without spaces");
        }
        return new InstallPlan(
                addresses,
                router.prefixRoute() == Switch.Enabled,
                router.deadManSwitch() != Switch.Disabled,
                isIpv6() ? Optional.empty() : Optional.ofNullable(label));
    }

    /** Only the generated address can be: one that stands twice is a problem already. */
    private static boolean isAmong(List<AddressWithPrefix> addresses, AddressWithPrefix one) {
        return addresses.stream().anyMatch(other -> other.address().equals(one.address()));
    }
}
