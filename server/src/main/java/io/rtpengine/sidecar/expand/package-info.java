/**
 * Flag strings, SIP messages and profiles: how a request that has one becomes a plain request of
 * the contract, before it is translated. A request that has none never comes here.
 */
@NullMarked
package io.rtpengine.sidecar.expand;

import org.jspecify.annotations.NullMarked;
