// Signing with the metadata's hash, as hardware wallets do. Only a release carries the hash; other
// builds must refuse such a signature rather than accept an unchecked one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Keyring, type ApiPromise } from '@polkadot/api';
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { connect } from '../src/connect.js';
import { startNode, type TestNode } from './node.js';

// A wrong hash is a bad signature; without a hash of its own, the runtime cannot tell.
const REFUSED = process.env['OPG_RELEASE'] === '1' ? /1010: Invalid Transaction/ : /CannotLookup/;
const isRelease = process.env['OPG_RELEASE'] === '1';
let node: TestNode;
let api: ApiPromise;

before(async () => {
  node = await startNode();
  api = await connect(node.ws);
});
after(async () => {
  await api?.disconnect();
  await node?.stop();
});

/** The hash a wallet computes from the metadata it shows to its user. */
async function metadataHash(tokenSymbol: string): Promise<`0x${string}`> {
  const metadata = (await api.call['metadata']!['metadataAtVersion']!(15)) as any;
  const { specName, specVersion } = api.runtimeVersion;
  const digest = merkleizeMetadata(metadata.unwrap().toU8a(true), {
    base58Prefix: api.registry.chainSS58 ?? 42,
    decimals: 12,
    specName: specName.toString(),
    specVersion: specVersion.toNumber(),
    tokenSymbol,
  }).digest();
  return `0x${Buffer.from(digest).toString('hex')}`;
}

const remarkWith = (hash: `0x${string}`) => {
  const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
  return api.tx['system']!['remark']!('0x01').signAndSend(alice, { mode: 1, metadataHash: hash, nonce: -1 });
};

test('a signature over the true metadata is accepted by a release, and by nothing else', async () => {
  const sent = remarkWith(await metadataHash('OPG'));
  if (isRelease) await sent;
  else await assert.rejects(sent, REFUSED);
});

test('a signature over other metadata is refused', async () => {
  await assert.rejects(remarkWith(await metadataHash('FAKE')), REFUSED);
});
