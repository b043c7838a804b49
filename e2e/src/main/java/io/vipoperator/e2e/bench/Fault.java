package io.vipoperator.e2e.bench;

/** What happens to the host that holds the address. */
enum Fault {
    HOST_CRASH("host crash"),
    LINK_LOSS("link loss"),
    SIGTERM("SIGTERM");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    void strike(Segment segment, Host host, Speaker speaker) {
        switch (this) {
            case HOST_CRASH -> {
                // The link first: with the processes first, the kernel would answer for the address a moment longer.
                segment.unplug(host);
                speaker.kill();
            }
            case LINK_LOSS -> segment.carrierDown(host);
            case SIGTERM -> speaker.stop();
        }
    }

    void repair(Segment segment, Host host, Speaker speaker) {
        switch (this) {
            case HOST_CRASH -> {
                segment.boot(host);
                speaker.start();
            }
            case LINK_LOSS -> segment.carrierUp(host);
            case SIGTERM -> speaker.start();
        }
    }
}
