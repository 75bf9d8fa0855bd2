/**
 * The notification stream: what engines have to say, and what else happens to calls and nodes, told
 * to whoever subscribes. {@link io.rtpengine.sidecar.notify.Notifications} is the whole of it.
 */
@NullMarked
package io.rtpengine.sidecar.notify;

import org.jspecify.annotations.NullMarked;
