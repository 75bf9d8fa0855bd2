package io.rtpengine.sidecar.sip;

/**
 * Where the SDP of a message stands. Immutable and thread-safe.
 *
 * @param start the first byte of it
 * @param end the first byte after it
 * @param fragment whether it is a fragment with ICE candidates (RFC 8840) rather than a whole SDP
 */
public record SipBody(int start, int end, boolean fragment) {}
