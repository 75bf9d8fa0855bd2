package io.rtpengine.sidecar.notify;

/**
 * The node that something happened at. Immutable and thread-safe.
 *
 * @param setId its set
 * @param node its URL, as configured
 */
public record Origin(int setId, String node) {}
