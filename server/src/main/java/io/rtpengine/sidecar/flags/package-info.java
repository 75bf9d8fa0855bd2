/**
 * The notation of flag strings: items, values in brackets. Knows no word that may stand in one, and
 * nothing of the contract.
 */
@NullMarked
package io.rtpengine.sidecar.flags;

import org.jspecify.annotations.NullMarked;
