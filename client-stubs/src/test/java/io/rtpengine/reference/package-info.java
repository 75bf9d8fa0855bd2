/** The reference pages of the contract, generated from its descriptors and their comments. */
@NullMarked
package io.rtpengine.reference;

import org.jspecify.annotations.NullMarked;
