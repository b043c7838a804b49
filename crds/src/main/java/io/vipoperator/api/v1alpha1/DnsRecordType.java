package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** The type of a DNS query (RFC 1035 section 3.2.2, RFC 3596, RFC 2782). The constants are the API's own spelling. */
public enum DnsRecordType {
    A,
    AAAA,
    CNAME,
    MX,
    NS,
    PTR,
    SOA,
    SRV,
    TXT,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static DnsRecordType of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
