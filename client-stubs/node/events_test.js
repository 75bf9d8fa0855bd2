// Runs a sidecar, stops it, and runs it again, while the recipe of events.js subscribes to it.
//
//     node events_test.js bin/rtpengine-sidecar HOST
//
// HOST is a loopback address that nobody else uses.
'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const dgram = require('node:dgram');
const path = require('node:path');
const readline = require('node:readline');

const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const { events, CHANNEL_OPTIONS } = require('./events');

const HOST = process.argv[3];
const GRPC_PORT = 50551;
const NOTIFICATION_PORT = 50552;

async function start(program) {
  const sidecar = spawn(program, {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: {
      ...process.env,
      GRPC_LISTEN: `${HOST}:${GRPC_PORT}`,
      HTTP_LISTEN: `${HOST}:0`,
      NOTIFICATION_SOCK: `${HOST}:${NOTIFICATION_PORT}`,
      XMLRPC_LISTEN: 'none',
      RTPENGINE_SOCK: `udp:${HOST}:2223`,
      STATE_FILE: 'none',
    },
  });
  for await (const line of readline.createInterface({ input: sidecar.stderr })) {
    if (line.includes('notifications on')) return sidecar;
  }
  throw new Error('the sidecar did not start');
}

function stop(sidecar) {
  sidecar.kill('SIGTERM');
  return new Promise((resolve) => sidecar.once('exit', resolve));
}

function press(digit) {
  const engine = dgram.createSocket('udp4');
  const notification = JSON.stringify({ callid: 'c', source_tag: 't', type: 'DTMF', event: digit });
  engine.send(notification, NOTIFICATION_PORT, HOST, () => engine.close());
}

async function nextOf(stream, kind) {
  for (;;) {
    const { value } = await stream.next();
    if (value[kind]) return value[kind];
    assert(value.heartbeat, JSON.stringify(value));
  }
}

async function main(program) {
  const definition = loader.loadSync('rtpengine/v1/notification_service.proto', {
    includeDirs: [path.join(__dirname, '../../proto')],
    oneofs: true,
  });
  const { NotificationService } = grpc.loadPackageDefinition(definition).rtpengine.v1;
  let sidecar = await start(program);
  const client = new NotificationService(
    `${HOST}:${GRPC_PORT}`, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
  try {
    const stream = events(client);
    await nextOf(stream, 'started');
    press(1);
    assert.strictEqual((await nextOf(stream, 'event')).dtmf.digit, '1');

    await stop(sidecar);
    sidecar = await start(program);
    await nextOf(stream, 'started');
    assert.strictEqual((await nextOf(stream, 'gap')).missed, undefined);
    press(2);
    assert.strictEqual((await nextOf(stream, 'event')).dtmf.digit, '2');
    await stream.return();
    console.log('events: over a restart, with a gap that says so');
  } finally {
    await stop(sidecar);
    client.close();
  }
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
