package io.vipoperator.api.v1alpha1;

/** Names that are part of the API. Stateless. */
public final class Api {
    /** The API group of all kinds here. */
    public static final String GROUP = "vip-operator.io";

    /** The version of all kinds here. */
    public static final String VERSION = "v1alpha1";

    /** Field manager of everything that the operator applies. */
    public static final String OPERATOR_FIELD_MANAGER = "vip-operator";

    /** Field manager of the agents' status. */
    public static final String AGENT_FIELD_MANAGER = "vip-agent";

    private Api() {}
}
