package io.vipoperator.node.loop;

/** The kernel refused to send. */
public final class SendFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the name of the call and the kernel's error in the message. */
    public SendFailedException(String message) {
        super(message);
    }
}
