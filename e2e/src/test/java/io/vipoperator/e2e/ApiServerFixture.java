package io.vipoperator.e2e;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.authentication.BoundObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One real kube-apiserver with its etcd on 127.0.0.1, ready some three seconds after the start; both end with this JVM, also when it is
 * killed. There is no controller-manager: no ServiceAccount appears by itself in a namespace, a deleted namespace stays Terminating, and
 * nothing is collected by its owner references. RBAC is on; {@link #client()} is a cluster admin. Used from any thread.
 */
public final class ApiServerFixture implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);

    private final Path folder;
    private final Path binaries;
    private final int etcdPort = freePort();
    private final int etcdPeerPort = freePort();
    private final int port = freePort();
    private ChildProcess etcd;
    private ChildProcess apiServer;
    private KubernetesClient client;

    private ApiServerFixture() {
        this.binaries = Binaries.folder(BUILD_LIMIT, "etcd", "kube-apiserver", "kubectl");
        try {
            this.folder = Files.createTempDirectory("vip-apiserver-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the API server's data", e);
        }
    }

    /** Starts one; the caller closes it. The first start on a machine builds the binaries, which takes minutes. */
    public static ApiServerFixture start() {
        ApiServerFixture fixture = new ApiServerFixture();
        try {
            fixture.startAll();
        } catch (RuntimeException e) {
            fixture.close();
            throw e;
        }
        return fixture;
    }

    /** The one that all tests of this JVM share: started at the first call, closed when the JVM ends. Tests must not stop it. */
    public static ApiServerFixture shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        private static final ApiServerFixture INSTANCE = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close, "close-shared-api-server"));
        }
    }

    private void startAll() {
        String url = url();
        ChildProcess.run(
                Duration.ofSeconds(30),
                List.of(
                        E2eFolder.find().resolve("lab/pki").toString(),
                        folder.resolve("pki").toString(),
                        url,
                        url));
        String etcdUrl = "http://127.0.0.1:" + etcdPort;
        String peerUrl = "http://127.0.0.1:" + etcdPeerPort;
        etcd = ChildProcess.start(
                "etcd",
                folder.resolve("etcd.log"),
                Map.of(),
                List.of(
                        binaries.resolve("etcd").toString(),
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=" + etcdUrl,
                        "--advertise-client-urls=" + etcdUrl,
                        "--listen-peer-urls=" + peerUrl,
                        "--initial-advertise-peer-urls=" + peerUrl,
                        "--initial-cluster=default=" + peerUrl,
                        "--unsafe-no-fsync"));
        startApiServer();
        client = new KubernetesClientBuilder().withConfig(adminConfig()).build();
    }

    /** Starts the API server again after {@link #stopApiServer()}, on the same port and data, and waits until it is ready. */
    public void startApiServer() {
        Path pki = folder.resolve("pki");
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("kube-apiserver").toString(),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--secure-port=" + port,
                "--tls-cert-file=" + pki.resolve("apiserver.crt"),
                "--tls-private-key-file=" + pki.resolve("apiserver.key"),
                "--client-ca-file=" + pki.resolve("ca.crt"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + pki.resolve("sa.pub"),
                "--service-account-signing-key-file=" + pki.resolve("sa.key"),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                // Without a controller-manager there are no ServiceAccounts that pods could be given.
                "--disable-admission-plugins=ServiceAccount",
                "--allow-privileged=true"));
        apiServer = ChildProcess.start("kube-apiserver", folder.resolve("kube-apiserver.log"), Map.of(), command);
        awaitReady();
    }

    private void awaitReady() {
        Config impatient = new ConfigBuilder(adminConfig())
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(1000)
                .withRequestTimeout(1000)
                .build();
        try (KubernetesClient probe =
                new KubernetesClientBuilder().withConfig(impatient).build()) {
            await("kube-apiserver is ready")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreException(KubernetesClientException.class)
                    .until(() -> isReady(probe));
        }
    }

    private boolean isReady(KubernetesClient probe) {
        for (ChildProcess process : List.of(etcd, apiServer)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(process.name() + " ended at its start:\n" + process.output());
            }
        }
        return "ok".equals(probe.raw("/readyz"))
                && probe.namespaces().withName("default").get() != null;
    }

    /** SIGKILL to the API server: connections break, new ones are refused, until {@link #startApiServer()}. */
    public void stopApiServer() {
        apiServer.kill();
    }

    /** SIGSTOP to the API server: connections stay open and nothing answers, until {@link #thawApiServer()}. */
    public void freezeApiServer() {
        apiServer.signal("STOP");
    }

    /** SIGCONT after {@link #freezeApiServer()}. */
    public void thawApiServer() {
        apiServer.signal("CONT");
    }

    /** Where it answers, such as {@code https://127.0.0.1:40123}. */
    public String url() {
        return "https://127.0.0.1:" + port;
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The file of a kubeconfig with cluster-admin rights, keys within. */
    public Path kubeconfig() {
        return folder.resolve("pki/admin.kubeconfig");
    }

    /** A client with cluster-admin rights; it is closed with the fixture. */
    public KubernetesClient client() {
        return client;
    }

    /** The configuration of a cluster-admin client, to build one that behaves otherwise. */
    public Config adminConfig() {
        try {
            return Config.fromKubeconfig(Files.readString(kubeconfig()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + kubeconfig(), e);
        }
    }

    /** Runs kubectl as cluster admin to its end and returns what it printed; a status other than 0 is an exception with its output. */
    public String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("kubectl").toString(),
                "--kubeconfig",
                kubeconfig().toString()));
        command.addAll(List.of(arguments));
        return ChildProcess.run(Duration.ofMinutes(1), command);
    }

    /** A token of an existing ServiceAccount that is bound to no pod and no node, valid for an hour. */
    public String tokenOf(String namespace, String serviceAccount) {
        return token(namespace, serviceAccount, Optional.empty());
    }

    /**
     * A token as the kubelet of {@code pod}'s node would mount it: bound to the pod, and so to its node
     * ({@code authentication.kubernetes.io/node-name}). The pod must exist, with a node name and this ServiceAccount.
     */
    public String tokenOf(String namespace, String serviceAccount, String pod) {
        return token(namespace, serviceAccount, Optional.of(pod));
    }

    private String token(String namespace, String serviceAccount, Optional<String> pod) {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(3600L)
                .withAudiences("https://kubernetes.default.svc")
                .withBoundObjectRef(pod.map(name -> new BoundObjectReferenceBuilder()
                                .withApiVersion("v1")
                                .withKind("Pod")
                                .withName(name)
                                .withUid(uidOfPod(namespace, name))
                                .build())
                        .orElse(null))
                .endSpec()
                .build();
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    private String uidOfPod(String namespace, String pod) {
        return Optional.ofNullable(
                        client.pods().inNamespace(namespace).withName(pod).get())
                .map(found -> found.getMetadata())
                .map(ObjectMeta::getUid)
                .orElseThrow(() -> new IllegalArgumentException("pod " + namespace + "/" + pod + " does not exist"));
    }

    /** A client that speaks with {@code token}; the caller closes it. */
    public KubernetesClient clientWith(String token) {
        return new KubernetesClientBuilder().withConfig(configWith(token)).build();
    }

    private Config configWith(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withCaCertFile(folder.resolve("pki/ca.crt").toString())
                .withOauthToken(token)
                .build();
    }

    /** Writes a kubeconfig for {@code token} and returns its file, which goes with the fixture. */
    public Path kubeconfigWith(String token) {
        try {
            Path file = Files.createTempFile(folder, "token-", ".kubeconfig");
            return Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    current-context: lab
                    contexts: [{name: lab, context: {cluster: lab, user: token}}]
                    clusters: [{name: lab, cluster: {server: "%s", certificate-authority: "%s"}}]
                    users: [{name: token, user: {token: "%s"}}]
                    """.formatted(url(), folder.resolve("pki/ca.crt"), token));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a kubeconfig to " + folder, e);
        }
    }

    /** What the API server has logged so far. */
    public String apiServerLog() {
        return apiServer.output();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        Stream.of(apiServer, etcd).filter(process -> process != null).forEach(ChildProcess::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free TCP port on 127.0.0.1", e);
        }
    }
}
