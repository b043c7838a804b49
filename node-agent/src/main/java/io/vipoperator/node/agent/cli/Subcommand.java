package io.vipoperator.node.agent.cli;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the command line can be asked to do. A new command is an entry here and a case in {@link CommandLine}. */
public enum Subcommand {
    /** The agent itself. */
    RUN(
            "run",
            "[--state FILE] [--keys DIR] [--socket PATH]",
            "run virtual routers on this host",
            """
            Runs VRRP virtual routers on this host until SIGTERM. "run" may be left out.

              --state FILE    run what this file says (YAML or JSON: a VirtualIPNodeState or its spec), without
                              Kubernetes. It is read again when it changes, and at SIGHUP; a bad file changes nothing
              --keys DIR      where the keys of authentication are; default /etc/vip-operator/keys
              --socket PATH   where show, watch and announce find this agent; default /run/vip-agent/agent.sock

            Without --state the agent runs what the VirtualIPNodeState of its node says. Environment:
              NODE_NAME             the node's name; needed without --state
              POD_UID               told in the status
              CLUSTER_UID           UID of the namespace kube-system; a cache of another cluster is refused
              VIP_AGENT_CACHE       directory of the cache, default /var/lib/vip-operator
              VIP_AGENT_HTTP_HOST   where health and metrics listen, default 127.0.0.1
              VIP_AGENT_HTTP_PORT   default 9641
              VIP_AGENT_KEYS        as --keys
              VIP_AGENT_SOCKET      as --socket
            """,
            "--state --keys --socket"),
    /** Reads a state file. */
    CHECK("check", "FILE", "say whether a state file can be run", """
            Reads a state file as "run --state" does, and prints everything that is wrong with it: field, value, and
            what must hold. FILE "-" is the standard input. Ends with 0 if it can be run, else with 1.
            """, ""),
    /** Asks the agent once. */
    SHOW("show", "[NAME] [-o table|wide|json]", "print what the running agent's routers do", """
            Prints the state of every virtual router of the running agent, or of VirtualIP NAME, and below what is wrong.

              -o, --output FORMAT   table (default), wide, or json: a VirtualIPNodeState with its status
              --socket PATH         of the agent; default VIP_AGENT_SOCKET, else /run/vip-agent/agent.sock

            Ends with 0, or with 1 if no agent answers or its protocol loop does not turn.
            """, "--output --socket"),
    /** Asks the agent until interrupted. */
    WATCH("watch", "[NAME] [-o table|json]", "print each transition as it happens", """
            Prints what every router of the running agent does, or those of VirtualIP NAME, then a line for each change,
            until Ctrl-C.

              -o, --output FORMAT   table (default), or json: one object a line
              --socket PATH         of the agent; default VIP_AGENT_SOCKET, else /run/vip-agent/agent.sock
            """, "--output --socket"),
    /** Asks the agent for announcements. */
    ANNOUNCE("announce", "NAME", "tell the neighbours again where a VirtualIP's addresses are", """
            Has the running agent send gratuitous ARP and unsolicited Neighbor Advertisements for the addresses of
            VirtualIP NAME again, now: for neighbours that have forgotten or mistaken where they are.

              --socket PATH   of the agent; default VIP_AGENT_SOCKET, else /run/vip-agent/agent.sock

            Ends with 1 if this node does not hold the addresses.
            """, "--socket"),
    /** Reads the wire. */
    CAPTURE(
            "capture",
            "[NAME] [--interface NIC] [--count N]",
            "decode VRRP, ARP and ND of the VirtualIPs as they pass",
            """
            Prints the advertisements, and ARP and Neighbor Discovery about virtual addresses, that pass this host's NICs,
            as the kernel sees them before any firewall. Which addresses are virtual is asked of the running agent, and
            learned from the advertisements; NAME restricts it to one VirtualIP, and needs the agent. Needs CAP_NET_RAW.

              --interface NIC   this one alone
              --count N         end after so many lines
              --socket PATH     of the agent; default VIP_AGENT_SOCKET, else /run/vip-agent/agent.sock
            """,
            "--interface --count --socket"),
    /** Reads configurations of keepalived. */
    IMPORT("import", "[NODE=]FILE [[NODE=]FILE...]", "say a configuration of keepalived in VirtualIPs", """
            Reads keepalived.conf of one or several hosts and prints what does the same: VirtualIPs, HealthChecks, and
            Secrets for passwords and keys (in the clear). Whatever can't be expressed, or not as it stands, is told on
            the standard error: file and line, the option, why, and what to do instead. Nothing is left out in silence.

              FILE        a configuration; "-" is the standard input. Included files are read as well
              NODE=FILE   the configuration of that node. Files of several hosts make one VirtualIP of what has the same
                          VRID, family and addresses, with each node's priority; where they differ, the first counts
                          and it is said. Without NODE a placeholder stands for the name of the node

            For example: vip-agent import worker-1=master.conf worker-2=backup.conf > vips.yaml

            Ends with 0 if anything was printed, with 1 if nothing could be.
            """, ""),
    /** Runs health checks once. */
    PROBE(
            "probe",
            "-f FILE [--ca FILE] [--certificate FILE --key FILE]",
            "run health checks once, and explain what came of them",
            """
            Reads HealthChecks as they are applied (YAML or JSON, one or several documents; what is of another kind is passed
            over), runs each once on this host, and prints what it asked, what came, how long it took and what that means.
            No running agent is needed, and none is told. "exec" needs root, "ping" CAP_NET_RAW.

              -f, --file FILE      the HealthChecks; "-" is the standard input
              --ca FILE            PEM, in place of the Secret that certificateAuthoritySecretRef names
              --certificate FILE   PEM, in place of the Secret that clientCertificateSecretName names
              --key FILE           PEM, its key

            Ends with 0 if all are healthy, with 1 if any is failing, with 2 if a file can't be used.
            """,
            "--file --ca --certificate --key");

    private final String word;
    private final String synopsis;
    private final String summary;
    private final String details;
    private final String options;

    Subcommand(String word, String synopsis, String summary, String details, String options) {
        this.word = word;
        this.synopsis = synopsis;
        this.summary = summary;
        this.details = details;
        this.options = options;
    }

    /** As it is typed. */
    public String word() {
        return word;
    }

    /** Options that are followed by a value. */
    Set<String> options() {
        return Set.of(options.split(" ", -1));
    }

    static Optional<Subcommand> of(String word) {
        return Stream.of(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /** Its own help. */
    public String usage() {
        return "Usage: vip-agent " + word + " " + synopsis + "\n\n" + details;
    }

    /** The help about everything. */
    static String allUsage() {
        StringBuilder text = new StringBuilder("Usage: vip-agent [COMMAND] [ARGUMENTS]\n\n");
        for (Subcommand one : values()) {
            text.append("  %-10s%s%n".formatted(one.word, one.summary));
        }
        return text.append("""

                Without a command: run. "vip-agent COMMAND --help" says more; --version prints the version.
                """).toString();
    }
}
