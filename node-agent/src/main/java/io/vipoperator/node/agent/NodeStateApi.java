package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import java.util.Optional;

/** The API server, as far as an agent needs it: this node's own VirtualIPNodeState and nothing else. Calls may block for seconds. */
interface NodeStateApi {
    /**
     * The object as it is now; empty if the server says that there is none.
     *
     * @throws ApiUnavailableException if the server can't be reached or its answer has no meaning
     */
    Optional<VirtualIPNodeState> get() throws ApiUnavailableException;

    /**
     * Watches the object until closed.
     *
     * @param resourceVersion from where on; null = from now
     * @throws ApiUnavailableException if no watch can be had
     */
    Watching watch(String resourceVersion, WatchListener listener) throws ApiUnavailableException;

    /**
     * Applies the status.
     *
     * @throws ApiUnavailableException if it was not written
     */
    void writeStatus(VirtualIPNodeStateStatus status) throws ApiUnavailableException;

    /** An open watch. */
    interface Watching {
        /** Ends it; nothing is told any more. */
        void close();
    }

    /** Told by threads of the client; must not block. */
    interface WatchListener {
        /** The object is there, new or changed. */
        void changed(VirtualIPNodeState state);

        /** The object was deleted. */
        void deleted();

        /** The watch has ended and tells nothing more. */
        void ended(String reason);
    }
}
