/**
 * Where nodes come from, and what is remembered of them: the settings or a database, read anew on
 * request, and the states that operators have given them.
 *
 * <p>Everything here may block, and runs on a thread of its own, never on an event loop.
 */
@NullMarked
package io.rtpengine.sidecar.store;

import org.jspecify.annotations.NullMarked;
