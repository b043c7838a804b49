package io.vipoperator.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Addresses that live on one node at a time, by VRRP election. Cluster-scoped, written by people. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("virtualips")
@ShortNames("vip")
public class VirtualIP extends CustomResource<VirtualIPSpec, VirtualIPStatus> {
    private static final long serialVersionUID = 1L;
}
