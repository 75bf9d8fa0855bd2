package io.rtpengine.sidecar.statistics;

import io.rtpengine.v1.DeleteResponse;
import java.time.Instant;

/**
 * What an engine said of a call when it deleted it. Immutable and thread-safe.
 *
 * @param response what whoever deleted the call was told
 * @param time when
 */
public record FinalReport(DeleteResponse response, Instant time) {}
