/** What it costs to encode, decode and translate messages, measured with JMH. */
@NullMarked
package io.rtpengine.sidecar.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
