package io.rtpengine.sidecar.statistics;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import java.time.Instant;

/**
 * What an engine said of a call when it deleted it. Immutable and thread-safe.
 *
 * @param reply the engine's reply
 * @param setId the set of the node
 * @param node the node's name
 * @param time when
 */
public record FinalReport(BencodeDictionary reply, int setId, String node, Instant time) {}
