/**
 * What can be computed from what engines report: of a call, of a set of engines. And what engines
 * have last said of calls, kept for a while.
 */
@NullMarked
package io.rtpengine.sidecar.statistics;

import org.jspecify.annotations.NullMarked;
