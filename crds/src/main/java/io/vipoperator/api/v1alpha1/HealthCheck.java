package io.vipoperator.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** What the agents probe, shared by many VirtualIPs. Cluster-scoped, written by people. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("healthchecks")
@ShortNames("vhc")
public class HealthCheck extends CustomResource<HealthCheckSpec, HealthCheckStatus> {
    private static final long serialVersionUID = 1L;
}
