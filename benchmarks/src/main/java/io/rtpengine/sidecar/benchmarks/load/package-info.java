/** Load from outside, on whole processes, and the floors to compare them with. */
@NullMarked
package io.rtpengine.sidecar.benchmarks.load;

import org.jspecify.annotations.NullMarked;
