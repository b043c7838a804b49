package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.ArrayList;
import java.util.List;

/**
 * One virtual router that this node shall run, checked and complete. The NIC and the primary address, which the node
 * decides, come at run time.
 *
 * @param key its name
 * @param uid of the VirtualIP, empty outside Kubernetes
 * @param generation of the VirtualIP
 * @param group the routers of one group are one decision; both families of a VirtualIP are one, too
 * @param interfaceRule which NIC
 * @param virtualRouterID 1..255
 * @param candidacy how it stands for election
 * @param dialect how it speaks
 * @param advertised addresses in the advertisement
 * @param install what is put on the NIC
 * @param announcement bursts of gratuitous ARP and Neighbor Advertisements
 * @param announcementForm of gratuitous ARP
 * @param missingFeatures that the router requires and this agent lacks: not empty puts it in Fault
 */
public record RouterSetup(
        RouterKey key,
        String uid,
        long generation,
        String group,
        InterfaceRule interfaceRule,
        int virtualRouterID,
        Candidacy candidacy,
        Dialect dialect,
        List<IpAddress> advertised,
        InstallPlan install,
        AnnouncementPlan announcement,
        AnnouncementForm announcementForm,
        List<String> missingFeatures) {
    public RouterSetup {
        advertised = List.copyOf(advertised);
        missingFeatures = List.copyOf(missingFeatures);
    }

    /** Base priority, 0..255. */
    public int priority() {
        return candidacy.priority();
    }

    /** Preempt_Mode. */
    public boolean preempt() {
        return candidacy.preempt();
    }

    /** 0 or more. */
    public long preemptDelayNanos() {
        return candidacy.preemptDelayNanos();
    }

    /** 0 or more. */
    public long startupDelayNanos() {
        return candidacy.startupDelayNanos();
    }

    /** Advertisement_Interval. */
    public long intervalNanos() {
        return dialect.intervalNanos();
    }

    /** Of sent advertisements. */
    public ChecksumForm checksumForm() {
        return dialect.checksumForm();
    }

    /** The same, standing for election otherwise. */
    public RouterSetup with(Candidacy newCandidacy) {
        return new RouterSetup(
                key,
                uid,
                generation,
                group,
                interfaceRule,
                virtualRouterID,
                newCandidacy,
                dialect,
                advertised,
                install,
                announcement,
                announcementForm,
                missingFeatures);
    }

    /** The same, speaking otherwise. */
    public RouterSetup with(Dialect newDialect) {
        return new RouterSetup(
                key,
                uid,
                generation,
                group,
                interfaceRule,
                virtualRouterID,
                candidacy,
                newDialect,
                advertised,
                install,
                announcement,
                announcementForm,
                missingFeatures);
    }

    /** The same, lacking these features, too. */
    public RouterSetup lacking(List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(missingFeatures);
        more.stream().filter(feature -> !all.contains(feature)).forEach(all::add);
        return new RouterSetup(
                key,
                uid,
                generation,
                group,
                interfaceRule,
                virtualRouterID,
                candidacy,
                dialect,
                advertised,
                install,
                announcement,
                announcementForm,
                all);
    }

    /** The same in a later generation of its VirtualIP. */
    public RouterSetup withGeneration(long newGeneration) {
        return new RouterSetup(
                key,
                uid,
                newGeneration,
                group,
                interfaceRule,
                virtualRouterID,
                candidacy,
                dialect,
                advertised,
                install,
                announcement,
                announcementForm,
                missingFeatures);
    }
}
