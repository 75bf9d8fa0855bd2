/**
 * The NG client: requests to one rtpengine, with cookies, retransmission and matching of replies.
 * Knows no set of nodes.
 */
@NullMarked
package io.rtpengine.sidecar.ng;

import org.jspecify.annotations.NullMarked;
