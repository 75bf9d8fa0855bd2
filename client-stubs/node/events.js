// The events of a sidecar, for as long as somebody wants them.
//
//     for await (const message of events(client)) {
//       if (message.event) ...
//     }
//
// Over lost connections and restarts of the sidecar, it subscribes again and goes on where it was. What can't be made good
// is a message as well: `gap`.
'use strict';

const { status } = require('@grpc/grpc-js');

const HEARTBEAT_SECONDS = 5;
const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

// What is no better for being tried again.
const FINAL = [status.INVALID_ARGUMENT, status.UNIMPLEMENTED, status.UNAUTHENTICATED, status.PERMISSION_DENIED];

// A connection that is dead without a word is noticed by this.
const CHANNEL_OPTIONS = {
  'grpc.keepalive_time_ms': 15_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_reconnect_backoff_ms': 2_000,
};

// Yields messages with `started`, `event`, `gap` or `heartbeat` in them, without end.
//
// client: a NotificationService client; filter: what to be told of; resumeToken: where to go on, the newest that an earlier
// call of this has yielded. Default: everything, from now on.
async function* events(client, { filter, resumeToken } = {}) {
  let pause = SHORTEST_PAUSE_MS;
  for (;;) {
    const stream = client.subscribe({ filter, resumeToken, heartbeatInterval: { seconds: HEARTBEAT_SECONDS } });
    try {
      for await (const message of stream) {
        pause = SHORTEST_PAUSE_MS;
        yield message;
        // Once the caller has handled it: with a token, what was missed comes after `started`.
        const part = message.event ?? message.gap ?? message.heartbeat ?? (resumeToken ? undefined : message.started);
        resumeToken = part?.resumeToken ?? resumeToken;
      }
    } catch (error) {
      if (FINAL.includes(error.code)) throw error;
    } finally {
      stream.cancel();
    }
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
  }
}

module.exports = { events, CHANNEL_OPTIONS };
