// Makes calls, straight to an engine, by npm's rtpengine-client. Prints what LoadGenerator does; the CPU time is its
// own, since there is no process in between.
//
//   node calls.js ENGINE-PORT REQUESTS-FILE OUTSTANDING SECONDS
'use strict';

const fs = require('fs');
const bencode = require('bencode');
const { Client } = require('rtpengine-client');

const WARM_UP_SECONDS = 2;

const [port, file, outstanding, seconds] = process.argv.slice(2);
const requests = bencode.decode(fs.readFileSync(file), 'utf8');
const client = new Client({ timeout: 1000, localAddress: '127.0.0.1' });
const latencies = [];
let errors = 0;
let calls = 0;

// The name of the function is all that the client wants; the command it adds itself.
async function ask({ command, ...parameters }, callId) {
  const start = process.hrtime.bigint();
  const reply = await client[command](Number(port), '127.0.0.1', { ...parameters, 'call-id': callId });
  latencies.push(Number(process.hrtime.bigint() - start) / 1e3);
  errors += reply.result === 'ok' ? 0 : 1;
}

async function callUntil(end) {
  while (Date.now() < end) {
    const callId = `node-${process.pid}-${++calls}`;
    for (const request of requests) {
      await ask(request, callId);
    }
  }
}

function callFor(seconds) {
  const end = Date.now() + 1000 * seconds;
  return Promise.all(Array.from({ length: Number(outstanding) }, () => callUntil(end)));
}

function percentile(sorted, percent) {
  return Math.floor(sorted[Math.floor(((sorted.length - 1) * percent) / 100)]);
}

client.once('listening', async () => {
  await callFor(WARM_UP_SECONDS);
  latencies.length = 0;
  const cpuBefore = process.cpuUsage();
  const start = Date.now();
  await callFor(Number(seconds));
  const rate = Math.round((1000 * latencies.length) / (Date.now() - start));
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpu = ((user + system) / latencies.length).toFixed(1);
  latencies.sort((a, b) => a - b);
  console.log(rate, percentile(latencies, 50), percentile(latencies, 99), cpu, errors, 0);
  client.close();
});
