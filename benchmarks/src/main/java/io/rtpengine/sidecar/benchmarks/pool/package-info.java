/** What the pool adds to a request: choosing a node, and finding the call's. */
@NullMarked
package io.rtpengine.sidecar.benchmarks.pool;

import org.jspecify.annotations.NullMarked;
