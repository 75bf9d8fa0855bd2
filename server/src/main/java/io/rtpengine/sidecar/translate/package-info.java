/**
 * The contract's messages to NG dictionaries and back, by plans that are compiled from the
 * descriptors.
 */
@NullMarked
package io.rtpengine.sidecar.translate;

import org.jspecify.annotations.NullMarked;
