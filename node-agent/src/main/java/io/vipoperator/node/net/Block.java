package io.vipoperator.node.net;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory together with its address. Whoever uses the address holds the block: memory whose object nobody holds
 * is freed by JNA behind the kernel's back, and calls on it then fail in silence.
 */
final class Block {
    private final Memory memory;
    private final long address;
    private final ByteBuffer bytes;

    Block(int sizeBytes) {
        memory = new Memory(sizeBytes);
        memory.clear();
        address = Pointer.nativeValue(memory);
        bytes = memory.getByteBuffer(0, sizeBytes).order(ByteOrder.nativeOrder());
    }

    static Block ofInts(int... values) {
        var block = new Block(values.length * Integer.BYTES);
        for (int i = 0; i < values.length; i++) {
            block.bytes.putInt(i * Integer.BYTES, values[i]);
        }
        return block;
    }

    long address() {
        return address;
    }

    int sizeBytes() {
        return (int) memory.size();
    }

    /** The whole block in the machine's byte order; position and limit belong to the block's owner. */
    ByteBuffer bytes() {
        return bytes;
    }

    void write(int offset, byte[] source) {
        memory.write(offset, source, 0, source.length);
    }

    void read(byte[] target, int length) {
        memory.read(0, target, 0, length);
    }
}
