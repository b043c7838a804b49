package io.vipoperator.node.net;

import java.util.List;

/** A program of the kernel's classic packet filter (linux/filter.h) on an Ethernet frame. */
record PacketFilter(List<Instruction> instructions) {
    /**
     * struct sock_filter.
     *
     * @param code what
     * @param whenTrue instructions to skip if a comparison holds
     * @param whenFalse instructions to skip if not
     * @param operand offset or value
     */
    record Instruction(int code, int whenTrue, int whenFalse, int operand) {}

    /** Lets nothing through. */
    static final PacketFilter NOTHING = new PacketFilter(List.of(new Instruction(0x06, 0, 0, 0)));

    /**
     * What a NIC took in for this host or all: ARP, Neighbor Solicitations and Advertisements, VRRP over both families. Of VLANs
     * only 0, which is none: the tag stands beside the frame, and what belongs to another VLAN belongs to another NIC.
     */
    static final PacketFilter TAP = new PacketFilter(tap());

    /** The same with what passes by and what this host sends. */
    static final PacketFilter CAPTURE =
            new PacketFilter(TAP.instructions().subList(2, TAP.instructions().size()));

    private static final int INSTRUCTION_BYTES = 8;

    PacketFilter {
        instructions = List.copyOf(instructions);
    }

    int length() {
        return instructions.size();
    }

    Block toBlock() {
        var block = new Block(instructions.size() * INSTRUCTION_BYTES);
        int offset = 0;
        for (var instruction : instructions) {
            block.bytes()
                    .putShort(offset, (short) instruction.code())
                    .put(offset + 2, (byte) instruction.whenTrue())
                    .put(offset + 3, (byte) instruction.whenFalse())
                    .putInt(offset + 4, instruction.operand());
            offset += INSTRUCTION_BYTES;
        }
        return block;
    }

    private static List<Instruction> tap() {
        // Values that stand beside the frame: SKF_AD_OFF + SKF_AD_PKTTYPE and SKF_AD_VLAN_TAG.
        int packetType = -0x1000 + 4;
        int vlanTag = -0x1000 + 44;
        int loadWord = 0x20;
        int loadHalf = 0x28;
        int loadByte = 0x30;
        int and = 0x54;
        int ifEqual = 0x15;
        int ifGreater = 0x25;
        int result = 0x06;
        return List.of(
                // 0: to this host, to all or to a group; neither passing by nor going out (linux/if_packet.h).
                new Instruction(loadWord, 0, 0, packetType),
                new Instruction(ifGreater, 16, 0, 2),
                new Instruction(loadWord, 0, 0, vlanTag),
                new Instruction(and, 0, 0, 0xfff),
                new Instruction(ifEqual, 0, 13, 0),
                // 5: the protocol.
                new Instruction(loadHalf, 0, 0, 12),
                new Instruction(ifEqual, 10, 0, 0x0806),
                new Instruction(ifEqual, 0, 2, 0x0800),
                // 8: IPv4.
                new Instruction(loadByte, 0, 0, 23),
                new Instruction(ifEqual, 7, 8, 112),
                new Instruction(ifEqual, 0, 7, 0x86dd),
                // 11: IPv6.
                new Instruction(loadByte, 0, 0, 20),
                new Instruction(ifEqual, 4, 0, 112),
                new Instruction(ifEqual, 0, 4, 58),
                new Instruction(loadByte, 0, 0, 54),
                new Instruction(ifEqual, 1, 0, 135),
                new Instruction(ifEqual, 0, 1, 136),
                // 17: the whole frame; 18: nothing of it.
                new Instruction(result, 0, 0, 0xffff),
                new Instruction(result, 0, 0, 0));
    }
}
