// What a dApp does with PAPI, over types generated from the runtime: connect, read, send.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Keyring } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { WebSocket } from '@polkadot/x-ws';
import { opg, MultiAddress } from '@polkadot-api/descriptors';
import { createClient, type PolkadotClient, type TypedApi } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { startNode, type TestNode } from './node.js';

const OPG = 10n ** 12n;
let node: TestNode;
let client: PolkadotClient;
let api: TypedApi<typeof opg>;

before(async () => {
  await cryptoWaitReady();
  node = await startNode();
  client = createClient(getWsProvider(node.ws, { websocketClass: WebSocket }));
  api = client.getTypedApi(opg);
});
after(async () => {
  client?.destroy();
  await node?.stop();
});

function person(name: string) {
  const pair = new Keyring({ type: 'sr25519', ss58Format: 4521 }).addFromUri(`//${name}`);
  const signer = getPolkadotSigner(pair.publicKey, 'Sr25519', (payload) => pair.sign(payload));
  return { address: pair.address, signer };
}

const freeOf = async (address: string) => (await api.query.System.Account.getValue(address)).data.free;

test('the chain and its constants can be read', async () => {
  assert.equal((await client.getChainSpecData()).name, 'OPG Development');
  assert.equal(await api.constants.Babe.ExpectedBlockTime(), 3_000n);
  assert.equal(await api.query.Clocks.EpochSlots.getValue(), 100);
});

test('balances can be read', async () => {
  assert.equal(await freeOf(person('Alice').address), 1_000_000n * OPG);
});

test('a transfer arrives and becomes final', async () => {
  const [bob, nobody] = [person('Bob'), person('PapiReceiver')];
  const transfer = api.tx.Balances.transfer_keep_alive({
    dest: MultiAddress.Id(nobody.address),
    value: OPG,
  });
  const result = await transfer.signAndSubmit(bob.signer);
  assert.ok(result.ok);
  assert.equal(await freeOf(nobody.address), OPG);
  assert.ok(result.events.some(({ type, value }) => type === 'Balances' && value.type === 'Transfer'));
});

test('the fee can be asked for before sending', async () => {
  const call = api.tx.System.remark({ remark: new Uint8Array([1, 2, 3]) });
  const fee = await call.getEstimatedFees(person('Bob').address);
  assert.ok(fee > 0n && fee < OPG / 100n, `${fee}`);
});
