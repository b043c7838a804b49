package io.vipoperator.operator;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/** The Kubernetes client over the JDK's HTTP: Quarkus's own factory insists on Vert.x, which is 14 MiB more. Found as a service. */
public class JdkHttp extends JdkHttpClientFactory {
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
