package io.vipoperator.node.net;

import java.nio.ByteBuffer;

/** A request that rtnetlink answers with one acknowledgement. */
interface NetlinkRequest {
    /** Upper bound of a request's size. */
    int MAX_BYTES = 320;

    /** Writes the request at the buffer's position. */
    void write(ByteBuffer out, int sequence);
}
