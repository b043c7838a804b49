package io.vipoperator.node.layers.planted.vrrp;

import java.io.File;

/** Breaks a rule on purpose: the protocol knows no files. */
final class OpensAFile {
    boolean exists(String name) {
        return new File(name).exists();
    }
}
