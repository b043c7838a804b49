package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.List;

/**
 * One virtual router that this node shall run, checked and complete. The NIC and the primary address, which the node
 * decides, come at run time.
 *
 * @param key its name
 * @param uid of the VirtualIP, empty outside Kubernetes
 * @param generation of the VirtualIP
 * @param interfaceRule which NIC
 * @param virtualRouterID 1..255
 * @param priority 0..255
 * @param advertised addresses in the advertisement
 * @param install what is put on the NIC
 * @param intervalNanos Advertisement_Interval
 * @param preempt Preempt_Mode
 * @param preemptDelayNanos 0 or more
 * @param startupDelayNanos 0 or more
 * @param announcement bursts of gratuitous ARP
 * @param announcementForm their form
 * @param checksumForm of sent advertisements
 * @param missingFeatures that the router requires and this agent lacks: not empty puts it in Fault
 */
public record RouterSetup(
        RouterKey key,
        String uid,
        long generation,
        InterfaceRule interfaceRule,
        int virtualRouterID,
        int priority,
        List<IpAddress> advertised,
        InstallPlan install,
        long intervalNanos,
        boolean preempt,
        long preemptDelayNanos,
        long startupDelayNanos,
        AnnouncementPlan announcement,
        AnnouncementForm announcementForm,
        ChecksumForm checksumForm,
        List<String> missingFeatures) {
    public RouterSetup {
        advertised = List.copyOf(advertised);
        missingFeatures = List.copyOf(missingFeatures);
    }
}
