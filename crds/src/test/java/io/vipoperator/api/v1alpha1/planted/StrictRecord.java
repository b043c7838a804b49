package io.vipoperator.api.v1alpha1.planted;

/** A record that would refuse what a newer version wrote: the rule has to find it. */
record StrictRecord(String name) {}
