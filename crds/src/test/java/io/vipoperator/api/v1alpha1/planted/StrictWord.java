package io.vipoperator.api.v1alpha1.planted;

/** An enum without a value for a newer version's words: the rule has to find it. */
enum StrictWord {
    Known
}
