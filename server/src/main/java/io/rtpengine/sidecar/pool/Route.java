package io.rtpengine.sidecar.pool;

import java.util.Optional;

/**
 * Where a request is to go. Immutable and thread-safe.
 *
 * @param setId the set to choose from
 * @param node the name of the node to use, if the caller wants a certain one
 * @param callId the call that the request concerns, if it concerns one
 */
public record Route(int setId, Optional<String> node, Optional<String> callId) {}
