/**
 * Sets of nodes, and which of them serves a request. Knows neither the contract nor the words of
 * NG.
 */
@NullMarked
package io.rtpengine.sidecar.pool;

import org.jspecify.annotations.NullMarked;
