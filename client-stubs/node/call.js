// A call's signalling through a sidecar: offer, answer, query, delete. Usage: call.js [HOST:PORT]
'use strict';

const { randomUUID } = require('node:crypto');
const path = require('node:path');
const { promisify } = require('node:util');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const contract = grpc.loadPackageDefinition(
  protoLoader.loadSync('rtpengine/v1/call_service.proto', {
    includeDirs: [path.join(__dirname, '../../proto')],
    enums: String,
    keepCase: true,
    longs: String,
  }),
);

const sdp = (port) =>
  Buffer.from(
    [
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      `m=audio ${port} RTP/AVP 0`,
      '',
    ].join('\r\n'),
  );

const audioPort = (body) => Number(/^m=audio (\d+)/m.exec(body.toString())[1]);

async function main(sidecar) {
  const client = new contract.rtpengine.v1.CallService(sidecar, grpc.credentials.createInsecure());
  const call = (rpc, request) =>
    promisify(client[rpc].bind(client))(request, new grpc.Metadata(), { deadline: Date.now() + 30_000 });
  const call_id = randomUUID();
  // Bob is behind a browser, Alice is not.
  const options = { ice: { negotiation: { mode: 'ICE_MODE_FORCE' } } };
  try {
    const offer = await call('Offer', { call_id, from_tag: 'alice', sdp: sdp(20000), options });
    console.log(`offer: port 20000 became ${audioPort(offer.sdp)}, on ${offer.served.node}`);
    if (!offer.sdp.includes('a=candidate:')) throw new Error('the offer has no ICE candidate');

    const answer = await call('Answer', { call_id, from_tag: 'alice', to_tag: 'bob', sdp: sdp(20002) });
    console.log(`answer: port 20002 became ${audioPort(answer.sdp)}`);

    const { report } = await call('Query', { call_id });
    console.log(`query: the parties are ${Object.keys(report.tags).sort().join(', ')}`);

    const deleted = await call('Delete', { call_id });
    console.log(`delete: ${deleted.report.totals.rtp.packets} packets crossed`);

    const error = await call('Query', { call_id: `${call_id}-unknown` }).then(
      () => new Error('a call that is not there was found'),
      (e) => e,
    );
    if (error.code !== grpc.status.NOT_FOUND) throw error;
    console.log(`query of another: ${grpc.status[error.code]}`);
  } finally {
    client.close();
  }
}

main(process.argv[2] ?? '127.0.0.1:50051').catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
