/**
 * Bencoded values: what they are, how they are read and how they are written. Knows nothing of
 * rtpengine.
 */
@NullMarked
package io.rtpengine.sidecar.bencode;

import org.jspecify.annotations.NullMarked;
