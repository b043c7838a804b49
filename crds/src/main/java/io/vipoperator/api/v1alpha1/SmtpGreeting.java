package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How an SMTP client greets (RFC 5321 section 4.1.1.1). The constants are the API's own spelling. */
public enum SmtpGreeting {
    EHLO,
    HELO,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static SmtpGreeting of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
