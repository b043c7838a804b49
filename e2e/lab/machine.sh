# machine.sh, sourced by lab: machines, their cables, and the processes in them.
#
# A machine is a first process (pause) in network, process, mount, host name, IPC and cgroup namespaces of its own. All that runs in
# it, is mounted in it or is configured on its NIC lives exactly as long as that process: to kill it is to cut the machine's power.
# Its disk, $run/MACHINE, stays. A process outside, the supervisor (unshare), holds it; it is known by its pid and its start time, so
# that nothing else is ever killed.

# start_time PID: in clock ticks since boot; a pid that was given to another process has another one.
start_time() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# remember FILE PID
remember() { echo "$2 $(start_time "$2")" > "$1"; }

# remembered FILE: prints the pid if that very process still runs.
remembered() {
  local pid started
  read -r pid started 2>/dev/null < "$1" || return 1
  [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] && echo "$pid"
}

pid1() { remembered "$run/$1/pid1" || fail "machine $1 does not run (lab status shows which do)"; }

in_network() {
  local pid
  pid=$(pid1 "$1") || exit 1
  nsenter -t "$pid" -n -- "${@:2}"
}

in_machine() {
  local pid
  pid=$(pid1 "$1") || exit 1
  (join_cgroups "$1" && exec nsenter -t "$pid" -m -p -n -u -i -C -- "${@:2}")
}

# daemon MACHINE NAME COMMAND...: its output goes to $run/MACHINE/NAME.log
daemon() {
  local pid
  pid=$(pid1 "$1") || exit 1
  (join_cgroups "$1" && exec setsid nsenter -t "$pid" -m -p -n -u -i -C -- "${@:3}") </dev/null >>"$run/$1/$2.log" 2>&1 &
  disown
}

# wait_until SECONDS WHAT COMMAND...: until COMMAND succeeds
wait_until() {
  local deadline=$((SECONDS + $1 + 1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || fail "waited in vain for $what"
    sleep 0.05
  done
}

start_machine() {
  local machine=$1 supervisor
  mkdir -p "$run/$machine"
  rm -f "$run/$machine/ready"
  make_cgroups "$machine"
  (
    remember "$run/$machine/supervisor" "$BASHPID"
    join_cgroups "$machine"
    ulimit -n "$(ulimit -Hn)"
    exec setsid unshare --mount --propagation private --pid --fork --kill-child=SIGKILL --net --uts --ipc --cgroup --mount-proc \
      "$here/machine-init" "$machine" "$run/$machine" "$binaries/pause"
  ) </dev/null >"$run/$machine/init.log" 2>&1 &
  supervisor=$!
  disown
  # Until it is unshare it has passing children of its own.
  wait_until 10 "the supervisor of $machine" grep -qx unshare "/proc/$supervisor/comm"
  wait_until 10 "the first process of $machine" pgrep -P "$supervisor"
  remember "$run/$machine/pid1" "$(pgrep -P "$supervisor")"
  settle_cgroups "$machine" "$supervisor"
  wait_until 10 "$machine (see $run/$machine/init.log)" test -e "$run/$machine/ready"
}

# kill_machines MACHINE...: at once, and waits until their processes are gone
kill_machines() {
  local machine file pid pids=()
  for machine in "$@"; do
    for file in pid1 supervisor; do
      pid=$(remembered "$run/$machine/$file") && kill -KILL "$pid" && pids+=("$pid")
    done
  done
  for pid in "${pids[@]}"; do
    wait_until 10 "the end of process $pid" test ! -d "/proc/$pid"
  done
}

# cable MACHINE ADDRESS: eth0 in the machine, plugged into the port of its name on the segment's bridge. MAC and IPv6 address follow
# from the address: after a reboot nobody has a stale neighbour entry.
cable() {
  local machine=$1 address=$2 pid
  pid=$(pid1 "$machine") || exit 1
  in_network segment ip link add "$machine" type veth peer name eth0 netns "$pid"
  in_network segment ip link set "$machine" master br0 up
  in_network "$machine" sh -e <<END
ip link set lo up
ip link set eth0 address $(printf '02:00:0a:4d:00:%02x' "${address##*.}")
ip address add $address/24 dev eth0
ip address add $(ipv6_address "$address")/64 dev eth0 nodad
ip link set eth0 up
ip route add default via $control_address
END
  echo "$address" > "$run/$machine/address"
}

# ---- cgroups: version 1 in whatever hierarchies the machine has, or version 2

is_cgroup2() { [ -f /sys/fs/cgroup/cgroup.controllers ]; }

# Where this lab's cgroups lie, one "FOLDER OPTIONS HIERARCHY" a line; kept from `up` on, since a later command may run in another one.
find_cgroups() {
  if is_cgroup2; then
    echo "/sys/fs/cgroup/vip-lab-$name none unified"
    return
  fi
  local controllers path
  while IFS=: read -r _ controllers path; do
    [ -n "$controllers" ] && [ -d "/sys/fs/cgroup/${controllers#name=}" ] || continue
    echo "/sys/fs/cgroup/${controllers#name=}${path%/}/vip-lab-$name ${controllers/#name=/none,name=} ${controllers#name=}"
  done < /proc/self/cgroup
}

make_cgroups() {
  local machine=$1 folder hierarchy file
  : > "$run/$machine/cgroups"
  while read -r folder _ hierarchy; do
    mkdir -p "$folder"
    case $hierarchy in
      unified) enable_controllers "$(dirname "$folder")" && enable_controllers "$folder" ;;
      *cpuset*)
        # A cpuset must have its CPUs and memory nodes before a process can join.
        for file in cpuset.cpus cpuset.mems; do
          cat "$(dirname "$folder")/$file" > "$folder/$file"
          mkdir -p "$folder/$machine"
          cat "$folder/$file" > "$folder/$machine/$file"
        done
        ;;
    esac
    mkdir -p "$folder/$machine"
    echo "$folder/$machine" >> "$run/$machine/cgroups"
  done < "$run/cgroups"
}

enable_controllers() {
  local controller
  for controller in cpu cpuset io memory pids; do
    echo "+$controller" > "$1/cgroup.subtree_control" 2>/dev/null || true
  done
}

# nsenter changes the view of cgroups, not the membership.
join_cgroups() {
  local folder
  while read -r folder; do
    echo "$BASHPID" > "$folder/cgroup.procs" || return 1
  done < "$run/$1/cgroups"
}

# Version 2 wants no process in a cgroup whose children have controllers: machine-init moves itself to init/, the supervisor goes here,
# later processes join init/ too.
settle_cgroups() {
  is_cgroup2 || return 0
  local folder
  folder=$(cat "$run/$1/cgroups")
  mkdir -p "$(dirname "$folder")/supervisors"
  echo "$2" > "$(dirname "$folder")/supervisors/cgroup.procs"
  echo "$folder/init" > "$run/$1/cgroups"
}

# remove_cgroups [MACHINE]: of one machine, or all. What a kubelet finds left over of its pods costs it 25 s.
remove_cgroups() {
  local folder attempt
  while read -r folder _; do
    folder+=${1:+/$1}
    for attempt in {1..50}; do
      [ -d "$folder" ] || break
      find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.1
    done
    [ ! -d "$folder" ] || say "could not remove $folder (tried $attempt times)"
  done < "$run/cgroups"
}
