package io.rtpengine.sidecar.store;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table, as text: what a column holds is for {@link NodeRows} to judge, whatever its
 * type. Immutable and thread-safe.
 */
record NodeRow(
    @Nullable String id,
    @Nullable String socket,
    @Nullable String setId,
    @Nullable String weight,
    @Nullable String priority,
    @Nullable String disabled) {}
