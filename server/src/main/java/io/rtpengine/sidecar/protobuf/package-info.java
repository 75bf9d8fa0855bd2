/**
 * Protobuf's wire form: messages by the numbers of their fields, without an object for each. Knows
 * nothing of the contract.
 */
@NullMarked
package io.rtpengine.sidecar.protobuf;

import org.jspecify.annotations.NullMarked;
