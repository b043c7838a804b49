package io.vipoperator.operator;

import io.vipoperator.api.v1alpha1.ExecProbe;
import io.vipoperator.api.v1alpha1.FileProbe;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.HttpProbe;
import io.vipoperator.api.v1alpha1.HttpScheme;
import io.vipoperator.api.v1alpha1.ServiceProbe;
import io.vipoperator.api.v1alpha1.TcpProbe;
import io.vipoperator.api.v1alpha1.Tls;
import java.util.List;

/** Health checks for tests. Stateless. */
public final class Kinds {
    private Kinds() {}

    public static HealthCheckSpec http(String bodyPattern) {
        return http(new HttpProbe(null, null, null, null, null, null, null, null, bodyPattern, null, null, null));
    }

    public static HealthCheckSpec https(Tls tls) {
        return http(new HttpProbe(HttpScheme.HTTPS, null, null, null, null, null, null, null, null, null, null, tls));
    }

    public static HealthCheckSpec http(HttpProbe http) {
        return new HealthCheckSpec(
                1000, null, 2, 3, null, http, null, null, null, null, null, null, null, null, null, null);
    }

    public static HealthCheckSpec tcp(int port) {
        return new HealthCheckSpec(
                1000,
                null,
                2,
                3,
                null,
                null,
                new TcpProbe(null, port, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public static HealthCheckSpec exec(String program) {
        return new HealthCheckSpec(
                1000,
                null,
                2,
                3,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new ExecProbe(List.of(program), null),
                null,
                null,
                null);
    }

    public static HealthCheckSpec file(String path) {
        return new HealthCheckSpec(
                1000,
                null,
                2,
                3,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new FileProbe(path),
                null);
    }

    /** Service web/nginx. */
    public static HealthCheckSpec service() {
        return new HealthCheckSpec(
                1000,
                null,
                2,
                3,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new ServiceProbe("web", "nginx"));
    }

    public static HealthCheckSpec ofNoKind() {
        return new HealthCheckSpec(
                1000, null, 2, 3, null, null, null, null, null, null, null, null, null, null, null, null);
    }
}
