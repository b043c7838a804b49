package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.Announcement;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.node.vrrp.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One vrrp_instance of one host, in our words.
 *
 * @param place where it begins
 * @param title its name in the file
 * @param node the host's
 * @param family of its advertised addresses
 * @param virtualRouterID absent: the operator finds one
 * @param priority 1..254
 * @param startsAs MASTER or BACKUP, if it says
 * @param sourceAddress if it says
 * @param trackers names of the instances' HealthChecks by their effect
 * @param settings what has to be the same on all hosts
 */
record Instance(
        Place place,
        String title,
        Node node,
        Family family,
        Optional<Integer> virtualRouterID,
        int priority,
        Optional<String> startsAs,
        Optional<String> interfaceName,
        Optional<String> sourceAddress,
        Trackers trackers,
        Settings settings) {

    /**
     * A host of the cluster.
     *
     * @param name of the Node, or what stands for it
     * @param known whether the user gave the name
     */
    record Node(String name, boolean known) {}

    /**
     * What is watched.
     *
     * @param healthChecks by name
     * @param interfaces by name
     * @param places where each stands
     */
    record Trackers(List<NamedEffect> healthChecks, List<NamedEffect> interfaces, Map<String, Place> places) {
        Trackers {
            healthChecks = List.copyOf(healthChecks);
            interfaces = List.copyOf(interfaces);
            places = Map.copyOf(places);
        }
    }

    /**
     * What has to be the same on all hosts.
     *
     * @param addresses canonical, with prefix length
     * @param excluded canonical, with prefix length
     * @param label of the IPv4 addresses
     * @param installed false: elected only
     * @param version of the protocol
     * @param intervalMilliseconds between advertisements
     * @param preemption mode and delay
     * @param startupDelaySeconds 0 = none
     * @param unicast whether it has peers
     * @param peers all of them
     * @param secrecy authentication and its keys
     * @param checksum null for the default
     * @param virtualMac null for the default
     * @param announcement null for the default
     */
    record Settings(
            List<String> addresses,
            List<String> excluded,
            Optional<String> label,
            boolean installed,
            VrrpVersion version,
            int intervalMilliseconds,
            Preemption preemption,
            int startupDelaySeconds,
            boolean unicast,
            List<TransportPeer> peers,
            Secrecy secrecy,
            Checksum checksum,
            Switch virtualMac,
            Announcement announcement) {
        Settings {
            addresses = List.copyOf(addresses);
            excluded = List.copyOf(excluded);
            peers = List.copyOf(peers);
        }
    }

    /**
     * Authentication with its keys.
     *
     * @param keys by id, the one that signs first
     */
    record Secrecy(AuthenticationType type, List<Key> keys) {
        static final Secrecy NONE = new Secrecy(AuthenticationType.None, List.of());

        Secrecy {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A key.
     *
     * @param id 1..255
     * @param value as it is in the file
     */
    record Key(int id, String value) {
        @Override
        public String toString() {
            return "key " + id;
        }
    }
}
