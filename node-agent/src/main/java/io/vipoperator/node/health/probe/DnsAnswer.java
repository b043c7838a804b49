package io.vipoperator.node.health.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The text by which an answer and what is expected of it are compared, and shown: addresses as Java writes them, names in lower case
 * without the dot at their end, texts without quotes and joined, everything else as in a zone file. Pure.
 */
final class DnsAnswer {
    private DnsAnswer() {}

    /** Of a record that was received. */
    static String of(Record answer) {
        return switch (answer) {
            case ARecord address -> address.getAddress().getHostAddress();
            case AAAARecord address -> address.getAddress().getHostAddress();
            case TXTRecord text -> String.join("", text.getStrings());
            default -> canonical(answer.getType(), answer.rdataToString());
        };
    }

    /** Of what a person wrote. */
    static String canonical(int type, String written) {
        return switch (type) {
            case Type.A, Type.AAAA -> address(written);
            case Type.TXT -> written;
            default -> {
                String text = written.strip().toLowerCase(Locale.ROOT);
                yield text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            }
        };
    }

    /** Only digits, dots and colons: no name is looked up. */
    private static String address(String written) {
        if (!written.matches("[0-9A-Fa-f.:]+")) {
            return written;
        }
        try {
            return InetAddress.getByName(written.indexOf(':') < 0 ? written : "[" + written + "]")
                    .getHostAddress();
        } catch (UnknownHostException e) {
            return written;
        }
    }
}
