/**
 * SIP messages, as far as media are concerned: reading them by means of the JAIN SIP reference
 * implementation, and putting another SDP in. Knows nothing of the contract, and nothing of NG.
 */
@NullMarked
package io.rtpengine.sidecar.sip;

import org.jspecify.annotations.NullMarked;
