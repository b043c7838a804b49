package io.vipoperator.e2e.api;

/** What agents may do where {@code deploy/base} puts them. */
class AgentPermissionsTest extends AgentPermissions {

    AgentPermissionsTest() {
        super("vip-operator-system", Checkout.BASE);
    }
}
