package io.vipoperator.node.net;

/** struct msghdr of 64-bit Linux with its parts, for one message at a time. Who uses it owns it. */
final class MessageHeader {
    private static final int BYTES = 56;
    private static final int NAME_LENGTH = 8;
    private static final int CONTROL_LENGTH = 40;

    /** struct cmsghdr: length (64 bits), level, type; then what it says, from here on. */
    static final int CONTROL_DATA = 16;

    final Block name;
    final Block control;
    final Block payload;
    private final Block header = new Block(BYTES);
    private final Block vector = new Block(16);

    MessageHeader(int nameBytes, int controlBytes, int payloadBytes) {
        name = new Block(nameBytes);
        control = new Block(controlBytes);
        payload = new Block(payloadBytes);
        vector.bytes().putLong(0, payload.address());
        header.bytes()
                .putLong(0, name.address())
                .putLong(16, vector.address())
                .putLong(24, 1)
                .putLong(32, control.address());
        reset(payloadBytes);
    }

    /** The kernel has written into the lengths; or so many bytes are to be sent. */
    void reset(int payloadBytes) {
        vector.bytes().putLong(8, payloadBytes);
        header.bytes().putInt(NAME_LENGTH, name.sizeBytes()).putLong(CONTROL_LENGTH, control.sizeBytes());
    }

    /** Of the control messages that were received. */
    int controlBytes() {
        return (int) header.bytes().getLong(CONTROL_LENGTH);
    }

    long address() {
        return header.address();
    }
}
