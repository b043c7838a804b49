package io.vipoperator.node.health.probe;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.Locale;

/** Why something went wrong with a server, in few words for people, on one line. Pure. */
final class Reasons {
    private static final int LONGEST = 200;

    private Reasons() {}

    /** Why a name has no address. */
    static String ofName(String host, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "no address for " + host + ": " + whyNoAddress(root);
    }

    private static String whyNoAddress(Throwable root) {
        if (root instanceof DnsErrorCauseException answered) {
            return answered.getCode().equals(DnsResponseCode.NXDOMAIN)
                    ? "there is no such name"
                    : "the name server answers " + answered.getCode();
        }
        return printable(String.valueOf(root.getMessage()));
    }

    /** Why there is no connection, or no longer. */
    static String ofConnection(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof PortUnreachableException) {
            return "port unreachable";
        }
        if (cause instanceof TooLongFrameException) {
            return "the server says longer lines than it may";
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            // "Connection refused: /192.0.2.1:80": who it was stands before already.
            int address = message.indexOf(": ");
            String what = address < 0 ? message : message.substring(0, address);
            return what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1);
        }
        return printable(message);
    }

    /** A host and a port, as people write them. */
    static String place(String host, int port) {
        return printable(host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port);
    }

    /** At most 200 characters of what a stranger says, without what would break a line. */
    static String printable(CharSequence said) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < said.length() && i < LONGEST; i++) {
            char character = said.charAt(i);
            shown.append(Character.isISOControl(character) || !Character.isDefined(character) ? '?' : character);
        }
        return said.length() > LONGEST ? shown.append('…').toString() : shown.toString();
    }
}
