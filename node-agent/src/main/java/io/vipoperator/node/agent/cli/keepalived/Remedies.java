package io.vipoperator.node.agent.cli.keepalived;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Why an option of keepalived isn't expressed, and what to do instead. Pure. */
final class Remedies {
    /** What is said, then the options. */
    private static final String TABLE = """
            no mail is sent: each transition is an Event of the VirtualIP and a metric; have Alertmanager send the mail
              notification_email notification_email_from smtp_server smtp_connect_timeout smtp_helo_name smtp_alert
              smtp_alert_vrrp smtp_alert_checker no_email_faults no_checker_emails rs_init_notifies email_faults
              checker_log_all_failures
            no script is run at a transition: watch the VirtualIP's Events, status.activeNode or the metrics, or kubectl wait
              notify notify_master notify_backup notify_fault notify_stop notify_deleted notify_master_rx_lower_pri
              notify_fifo notify_fifo_script vrrp_notify_fifo vrrp_notify_fifo_script lvs_notify_fifo lvs_notify_fifo_script
              notify_priority_changes vrrp_notify_priority_changes notify_up notify_down quorum_up quorum_down
              startup_script shutdown_script startup_script_timeout shutdown_script_timeout
            not needed: the node's name stands for it
              router_id
            there is no SNMP and no D-Bus: the agent has Prometheus metrics
              enable_traps enable_snmp_keepalived enable_snmp_vrrp enable_snmp_checker enable_snmp_rfc enable_snmp_rfcv2
              enable_snmp_rfcv3 snmp_server snmp_socket enable_dbus dbus_service_name dbus_no_interface_name snmp_name
              snmp_vs_stats_update_interval snmp_rs_stats_update_interval
            not needed: a program of a HealthCheck runs as the user 65534, or as exec.runAsUser says
              enable_script_security script_user
            not needed: an advertisement that lists other addresses is reported and never discarded
              skip_check_adv_addr vrrp_skip_check_adv_addr
            not needed: sources and TTL of unicast advertisements are always checked
              check_unicast_src vrrp_check_unicast_src
            not needed: without a peer a unicast router never falls back to multicast
              unicast_fault_no_peer
            not needed: a losing advertisement is always answered, as RFC 9568 asks
              lower_prio_no_advert vrrp_lower_prio_no_advert higher_prio_send_advert vrrp_higher_prio_send_advert
            not needed: an agent that woke late listens before it goes on as Active
              timer_expired_backup thread_timer_expired
            not needed: NICs may come, go and change their names
              dynamic_interfaces allow_if_changes
            not needed: the carrier is watched by netlink, its loss and return are debounced
              linkbeat_use_polling linkbeat_interfaces interface_up_down_delays
            not needed: nothing is done here that a strict reading of the RFC would forbid, and no option is refused for it
              vrrp_strict strict_mode
            can't be changed: 3 intervals, as both RFCs say; a keepalived beside it must be set to 3
              down_timer_adverts vrrp_down_timer_adverts
            can't be changed: 224.0.0.18 and ff02::12; give VRIDs that are free on the segment
              mcast_dst_ip vrrp_mcast_group4 vrrp_mcast_group6
            can't be changed: unicast advertisements are sent with TTL 255; peers behind a router need a minimum TTL of their own
              unicast_ttl
            the NIC's loss always counts
              dont_track_primary
            an Active holds and answers for its addresses: there is no firewall that drops what is sent to them
              no_accept
            a source address that vanishes is replaced by the NIC's primary address
              track_src_ip
            routes and rules don't move with an address: set them on every node, they only matter where the address is
              virtual_routes virtual_rules virtual_routes_excluded static_routes static_rules static_ipaddress track_group
              virtual_iproutes virtual_iprules
            there is no BFD: use a HealthCheck of kind ping, or a short advertisement interval
              track_bfd bfd_instance
            a losing advertisement is answered by announcement.count frames, at most once a second
              garp_lower_prio_delay garp_lower_prio_repeat vrrp_garp_lower_prio_delay vrrp_garp_lower_prio_repeat
            a refresh is always one frame
              garp_master_refresh_repeat vrrp_garp_master_refresh_repeat
            addresses are announced on the NIC that carries them alone
              garp_extra_if vrrp_garp_extra_if
            announcements are paced for each NIC by the agent
              garp_group vrrp_gna_interval
            with virtualMAC only the one form exists: advertisements and addresses on a macvlan
              use_vmac_addr vmac_xmit_base use_ipvlan vmac_prefix vmac_addr_prefix
            not needed: the addresses are installed as /32 or /128, so that removing one takes no other along
              promote_secondaries
            the address owner (priority 255) doesn't exist in a VirtualIP
              owner_ignore_adverts
            the address is that of the VirtualIP's NIC, in the main table: a VRF is not supported
              vrf
            weights count in a group as the members have them
              sync_group_tracking_weight global_tracking
            tells keepalived's own processes how to run; the agent's are set in its pod template or unit
              vrrp_rt_priority vrrp_priority vrrp_cpu_affinity vrrp_no_swap vrrp_rlimit_rttime vrrp_rlimit_rtime
              checker_rt_priority checker_priority checker_cpu_affinity checker_no_swap checker_rlimit_rttime
              bfd_rt_priority bfd_priority bfd_cpu_affinity bfd_no_swap bfd_rlimit_rttime max_auto_priority
              min_auto_priority_delay net_namespace net_namespace_ipvs namespace_with_ipsets instance use_pid_dir
              process_names process_name vrrp_process_name checker_process_name bfd_process_name child_wait_time
              vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs
              vrrp_netlink_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs lvs_netlink_monitor_rcv_bufs
              process_monitor_rcv_bufs vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier kernel_rx_buf_size debug native_ipv6
              umask log_unknown_vrids fifo_write_vrrp_states_on_reload reload_time_file reload_repeat reload_file
              reload_check_config config_save_dir json_version json_state_file stats_json_file state_dump_file
              tmp_config_directory data_use_instance disable_local_igmp config_copy_directory
              nftables nftables_priority nftables_counters nftables_ifindex vrrp_iptables vrrp_ipsets iptables
            after a boot the agent's start counts: see vrrp.startupDelaySeconds
              vrrp_delay_after_boot
            works around an error of keepalived before 1.3.6: no such peer can be served
              old_unicast_checksum
            balancing inside the cluster is kube-proxy's: make a Service, with the VirtualIP's address among its externalIPs
              virtual_server virtual_server_group lvs_sync_daemon lvs_sync_daemon_interface lvs_timeouts lvs_flush
              lvs_flush_on_stop lvs_sched lb_algo lvs_method lb_kind persistence_timeout persistence_granularity
              persistence_engine sorry_server sorry_server_inhibit sorry_server_lvs_method quorum hysteresis protocol
              alpha omega ha_suspend inhibit_on_failure nat_mask virtualhost ops ip_family weight uthreshold lthreshold
              sh-port sh-fallback mh-port mh-fallback real_server nftables_ipvs flag-1 flag-2 flag-3
            has no counterpart: a failing check is repeated at its interval, unhealthyThreshold times
              delay_before_retry warmup fast_recovery log_all_failures
            the probe leaves by the node's own routes and addresses
              bindto bind_if bind_port fwmark
            is not imported: write a HealthCheck of kind exec, dns, smtp, udp, file or ping
              MISC_CHECK DNS_CHECK SMTP_CHECK UDP_CHECK PING_CHECK FILE_CHECK BFD_CHECK
            has no counterpart in a HealthCheck's http: leave it, or use kind exec
              http_protocol regex_no_match regex_options regex_stack regex_min_offset regex_max_offset tls_compliant
            certificates come from Secrets: http.tls.certificateAuthoritySecretRef and clientCertificateSecretName
              SSL
            """;

    private static final Map<String, String> TEXTS = read();

    private Remedies() {}

    private static Map<String, String> read() {
        Map<String, String> texts = new HashMap<>();
        String said = "";
        for (String line : TABLE.lines().toList()) {
            if (!line.startsWith(" ")) {
                said = line;
                continue;
            }
            for (String option : line.strip().split(" ", -1)) {
                texts.put(option, said);
            }
        }
        return Map.copyOf(texts);
    }

    /** What is said about an option; empty for those that are expressed or unknown. */
    static Optional<String> of(String option) {
        return Optional.ofNullable(TEXTS.get(option));
    }

    /** All options that something is said about. */
    static Set<String> options() {
        return new TreeSet<>(TEXTS.keySet());
    }
}
