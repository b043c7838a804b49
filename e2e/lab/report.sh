# report.sh, sourced by lab: what went wrong, for the log of a machine that nobody can look at any more. Each part is bounded, in
# lines and in their length; what sums up comes last, since it is the end of a log that is read.

report() {
  local node
  logs vip-operator 12
  logs vip-agent 6
  part "warning" 8 ask get events -A --field-selector type=Warning,reason!=MissingClusterDNS --sort-by .lastTimestamp --no-headers \
    -o 'custom-columns=:.lastTimestamp,:.involvedObject.name,:.reason,:.message'
  for node in $(node_names); do
    remembered "$run/$node/pid1" >/dev/null || part "$node" 1 echo "has no power"
  done
  part "fault" 8 drops
  part "node" 5 ask get nodes -o 'custom-columns=:.metadata.name,:.status.conditions[?(@.type=="Ready")].status,:.spec.taints[*].key' --no-headers
  part "pod" 12 ask -n vip-operator-system get pods -o wide --no-headers
  part "leader" 1 ask -n vip-operator-system get lease vip-operator --no-headers \
    -o 'custom-columns=:.spec.holderIdentity,:.spec.renewTime,:.spec.leaseTransitions'
  part "node state" 5 ask get vipnode -o wide --no-headers
  part "VirtualIP" 8 ask get vip -o wide --no-headers
  part "now, and load" 1 echo "$(date -u +%FT%TZ), $(cat /proc/loadavg)"
}

# part TITLE LINES COMMAND...: the last lines of what it prints, errors included
part() {
  "${@:3}" 2>&1 | tail -n "$2" | cut -c 1-220 | sed "s/^/$1: /" || true
}

drops() { in_network segment nft list table bridge faults | grep drop; }

ask() { kubectl --request-timeout=5s "$@"; }

# logs NAME LINES: of each pod of that name, from the nodes' disks: one without power or API server has them as well. The last two files
# of a pod, so that a container that was restarted shows how the one before ended.
logs() {
  local folder pod node
  for folder in "$run"/node[1-9]/log/pods/vip-operator-system_"$1"-*; do
    [ -d "$folder" ] || continue
    pod=${folder#*system_}
    node=${folder#"$run/"}
    part "${pod%_*} on ${node%%/*}" "$2" last_files "$folder"
  done
}

last_files() {
  local files
  mapfile -t files < <(ls -tr "$1"/*/*.log | tail -n 2)
  sed 's/^[^ ]* std[a-z]* [A-Z] //' "${files[@]}" | grep -vE '^[[:space:]]*(at |\.\.\. |$)'
}
