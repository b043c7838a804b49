package io.vipoperator.node.net;

/**
 * What makes an address ours: IFA_PROTO, which the kernel keeps for each address since Linux 5.18. Nothing without it is
 * ever changed, renewed or removed.
 */
final class Mark {
    /** Ours; the kernel uses 0..3, keepalived 18. */
    static final int OURS = 0x56;

    private static final int MAJOR = 5;
    private static final int MINOR = 18;

    private Mark() {}

    /** Whether a kernel of that release (as in /proc/sys/kernel/osrelease) keeps it. */
    static boolean keptBy(String osRelease) {
        int[] version = new int[2];
        int part = 0;
        for (int i = 0; i < osRelease.length() && part < 2; i++) {
            char c = osRelease.charAt(i);
            if (c >= '0' && c <= '9') {
                version[part] = version[part] * 10 + (c - '0');
            } else {
                part = c == '.' ? part + 1 : 2;
            }
        }
        return version[0] > MAJOR || (version[0] == MAJOR && version[1] >= MINOR);
    }
}
