# faults.sh, sourced by lab: each fault is one command. What drops frames does it at the segment's ports, so a node notices nothing.

# The cable is unplugged first, and silently: the kernel of a machine answers for some milliseconds after its processes are gone.
power_cut() {
  in_network segment ip link set "$1" nomaster
  clear_away "$1"
}

# clear_away MACHINE: whatever of it is still there, but for its disk
clear_away() {
  kill_machines "$1"
  in_network segment ip link delete "$1" 2>/dev/null || true
  rm -f "$run/$1/pid1" "$run/$1/supervisor"
  remove_cgroups "$1"
}

boot() {
  [ ! -e "$run/$1/pid1" ] || fail "$1 runs already"
  start_node "$1"
  start_node_services "$1"
}

cable_cut() { in_network segment ip link set "$1" down; }
cable_join() { in_network segment ip link set "$1" up; }

drop() { in_network segment nft add rule bridge faults "$@" drop; }
end_drops() { in_network segment nft flush chain bridge faults "$1"; }

# VRRP (protocol 112) that NODE sends, or that is sent to it, is lost; all else passes.
vrrp_drop_from() { drop vrrp iifname "$1" meta l4proto 112; }
vrrp_drop_to() { drop vrrp oifname "$1" meta l4proto 112; }

# api_away [NODE]: nothing passes between NODE, or anybody, and the control plane; connections hang, as behind a dead switch.
api_away() {
  drop api ${1:+iifname "$1"} oifname control
  drop api iifname control ${1:+oifname "$1"}
}

# signal_process NODE PROGRAM SIGNAL: a machine's processes see only each other, so that the name finds no other machine's
signal_process() {
  in_machine "$1" pkill "-$3" -x "$2" || fail "no $2 runs on $1"
}

# The pids, in the machine's own counting, of the agent's containers on NODE, asked of containerd: works with the API server away.
agent_pids() {
  local node=$1 container
  for container in $(in_machine "$node" ctr -n k8s.io containers ls -q "labels.\"io.kubernetes.container.name\"==${VIP_LAB_AGENT:-agent}"); do
    in_machine "$node" ctr -n k8s.io tasks ls | awk -v id="$container" '$1 == id && $3 == "RUNNING" { print $2 }'
  done
}

signal_agent() {
  local pids
  pids=$(agent_pids "$1")
  [ -n "$pids" ] || fail "no agent runs on $1"
  # shellcheck disable=SC2086 # several pids are several words
  in_machine "$1" kill "-$2" $pids
}

# heal: after a test that ended halfway. A node with more amiss than its kubelet is booted anew.
heal() {
  local machine node
  end_drops vrrp
  end_drops api
  for machine in "$run"/*/supervisor; do
    machine=$(basename "$(dirname "$machine")")
    case $machine in
      segment | control | client | node[1-9]) ;;
      *) clear_away "$machine" ;;
    esac
  done
  for node in $(node_names); do
    if ! runs "$node" kube-proxy || ! runs "$node" containerd; then
      say "booting $node"
      clear_away "$node"
      boot "$node"
      continue
    fi
    cable_join "$node"
    runs "$node" kubelet || start_kubelet "$node"
    (signal_agent "$node" CONT) 2>/dev/null || true
  done
  kubectl wait --for=condition=Ready node --all --timeout=90s >/dev/null || fail "the nodes did not become Ready in 90 s"
}

# runs NODE PROGRAM
runs() { remembered "$run/$1/pid1" >/dev/null && in_machine "$1" pgrep -x "$2" >/dev/null; }
