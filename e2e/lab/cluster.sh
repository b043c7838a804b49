# cluster.sh, sourced by lab: the control plane and the nodes, as processes in machines.

readonly control_address=10.77.0.2
readonly client_address=10.77.0.200
readonly service_range=10.96.0.0/16

# ipv6_address ADDRESS: with the same last number; Kubernetes itself is IPv4 alone
ipv6_address() { echo "fd00:77::${1##*.}"; }
node_address() { echo "10.77.0.$((10 + ${1#node}))"; }
pod_range() { echo "10.244.${1#node}"; }
node_names() { seq -f 'node%g' "$(cat "$run/nodes")"; }
kubectl() { "$binaries/kubectl" --kubeconfig "$run/pki/admin.kubeconfig" "$@"; }

start_segment() {
  start_machine segment
  in_network segment sh -e <<'END'
ip link set lo up
ip link add br0 type bridge mcast_snooping 0 forward_delay 0
ip link set br0 up
nft -f - <<'RULES'
table bridge faults {
  chain api { }
  chain vrrp { }
  chain forward { type filter hook forward priority 0; jump api; jump vrrp; }
}
RULES
END
}

start_control_plane() {
  local etcd=http://127.0.0.1:2379 peer=http://127.0.0.1:2380
  start_machine control
  cable control "$control_address"
  daemon control etcd "$binaries/etcd" --data-dir "$run/control/etcd" --unsafe-no-fsync \
    --listen-client-urls "$etcd" --advertise-client-urls "$etcd" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer"
  start_api_server "$etcd"
  forward_api_port
}

start_api_server() {
  daemon control kube-apiserver "$binaries/kube-apiserver" --etcd-servers "$1" \
    --bind-address 0.0.0.0 --secure-port 6443 --advertise-address "$control_address" \
    --tls-cert-file "$run/pki/apiserver.crt" --tls-private-key-file "$run/pki/apiserver.key" --client-ca-file "$run/pki/ca.crt" \
    --kubelet-client-certificate "$run/pki/kubelet-client.crt" --kubelet-client-key "$run/pki/kubelet-client.key" \
    --kubelet-certificate-authority "$run/pki/ca.crt" --kubelet-preferred-address-types InternalIP \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$run/pki/sa.pub" \
    --service-account-signing-key-file "$run/pki/sa.key" --service-cluster-ip-range "$service_range" \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --allow-privileged \
    --default-not-ready-toleration-seconds 10 --default-unreachable-toleration-seconds 10
}

# 127.0.0.1:$port outside -> a Unix socket -> the API server inside: no address is given to the host.
forward_api_port() {
  daemon control api-socket socat "UNIX-LISTEN:$run/api.sock,fork,unlink-early" "TCP:$control_address:6443"
  (
    remember "$run/api-port" "$BASHPID"
    exec setsid socat "TCP-LISTEN:$(cat "$run/port"),bind=127.0.0.1,reuseaddr,fork" "UNIX-CONNECT:$run/api.sock"
  ) </dev/null >"$run/api-port.log" 2>&1 &
  disown
}

# The controllers would come 4 s late with the default limits of --kube-api-qps; a dead node is NotReady after 8 s instead of 40.
start_controllers() {
  local name program
  for name in controller-manager scheduler; do
    program=(
      "$binaries/kube-$name" --kubeconfig "$run/pki/$name.kubeconfig" --leader-elect=false
      --authentication-kubeconfig "$run/pki/$name.kubeconfig" --authorization-kubeconfig "$run/pki/$name.kubeconfig"
    )
    [ "$name" = scheduler ] || program+=(
      --service-account-private-key-file "$run/pki/sa.key" --root-ca-file "$run/pki/ca.crt" --use-service-account-credentials
      --cluster-signing-cert-file "$run/pki/ca.crt" --cluster-signing-key-file "$run/pki/ca.key"
      --kube-api-qps 500 --kube-api-burst 1000 --node-monitor-period 1s --node-monitor-grace-period 8s
    )
    daemon control "kube-$name" "${program[@]}"
  done
}

# start_node NODE: the machine, its cable and its routes to the other nodes' pods
start_node() {
  local node=$1 other
  start_machine "$node"
  cable "$node" "$(node_address "$node")"
  for other in $(node_names); do
    [ "$other" = "$node" ] || in_network "$node" ip route add "$(pod_range "$other").0/24" via "$(node_address "$other")"
  done
  in_network "$node" sysctl -qw net.ipv4.ip_forward=1
  in_network control ip route replace "$(pod_range "$node").0/24" via "$(node_address "$node")"
  write_node_configuration "$node"
  daemon "$node" containerd containerd --config "$run/$node/containerd.toml"
}

write_node_configuration() {
  local node=$1
  mkdir -p "$run/$node/cni"
  cat > "$run/$node/cni/10-lab.conflist" <<END
{"cniVersion": "0.4.0", "name": "lab", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": false, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "/var/lib/cni/networks", "routes": [{"dst": "0.0.0.0/0"}],
            "ranges": [[{"subnet": "$(pod_range "$node").0/24"}]]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
END
  cat > "$run/$node/containerd.toml" <<END
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.10"
  disable_apparmor = true
  restrict_oom_score_adj = true
  tolerate_missing_hugetlb_controller = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$cni_plugins"
    conf_dir = "$run/$node/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
END
  cat > "$run/$node/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $run/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $run/pki/$node.crt
tlsPrivateKeyFile: $run/pki/$node.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
resolvConf: ""
clusterDomain: cluster.local
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: "0%", nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%"}
nodeStatusUpdateFrequency: 2s
nodeLeaseDurationSeconds: 4
END
  cat > "$run/$node/kube-proxy.yaml" <<END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $run/pki/proxy.kubeconfig}
mode: nftables
clusterCIDR: 10.244.0.0/16
hostnameOverride: $node
oomScoreAdj: 0
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
END
}

start_kubelet() {
  daemon "$1" kubelet "$binaries/kubelet" --config "$run/$1/kubelet.yaml" --kubeconfig "$run/pki/$1.kubeconfig" \
    --hostname-override "$1" --node-ip "$(node_address "$1")" --root-dir /var/lib/kubelet
}

# start_node_services NODE: once containerd answers; its images outlive a power cut
start_node_services() {
  local node=$1
  wait_until 30 "containerd of $node (see $run/$node/containerd.log)" in_machine "$node" ctr version
  in_machine "$node" ctr -n k8s.io images ls -q name==registry.k8s.io/pause:3.10 | grep -q . || import_image "$node" "$binaries/pause.tar"
  start_kubelet "$node"
  daemon "$node" kube-proxy "$binaries/kube-proxy" --config "$run/$node/kube-proxy.yaml"
}

import_image() {
  in_machine "$1" ctr -n k8s.io images import "$2" > "$run/$1/import.log" 2>&1 || fail "$1 refused the image $2: $(tail -1 "$run/$1/import.log")"
}

# load_images FILE...: into all nodes at once
load_images() {
  local node image importing=()
  for image in "$@"; do
    [ -r "$image" ] || fail "there is no image $image"
    for node in $(node_names); do
      import_image "$node" "$(realpath "$image")" &
      importing+=($!)
    done
    wait_all "${importing[@]}"
    importing=()
  done
}

wait_all() {
  local pid
  for pid in "$@"; do
    wait "$pid" || exit 1
  done
}
