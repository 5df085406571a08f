// What a dApp does with polkadot.js: connect, read, send.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Keyring, type ApiPromise } from '@polkadot/api';
import { connect, format, sendFinal } from '../src/connect.js';
import { startNode, rpc, type TestNode } from './node.js';

const OPG = 10n ** 12n;
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

const keyring = () => new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 ?? 42 });
const freeOf = async (address: string): Promise<bigint> =>
  ((await api.query['system']!['account']!(address)) as any).data.free.toBigInt();

test('the token is what wallets expect', () => {
  assert.deepEqual(api.registry.chainTokens, ['OPG']);
  assert.deepEqual(api.registry.chainDecimals, [12]);
  assert.equal(api.registry.chainSS58, 4521);
  assert.match(keyring().addFromUri('//Alice').address, /^op/);
  assert.equal(format(api, 1_234_500_000_000_000n), '1,234.5 OPG');
});

test('metadata and constants can be read', () => {
  assert.equal(api.runtimeVersion.specName.toString(), 'opg');
  assert.equal((api.consts['babe']!['expectedBlockTime'] as any).toBigInt(), 3_000n);
  assert.equal((api.consts['balances']!['existentialDeposit'] as any).toBigInt(), OPG / 100n);
});

test('a transfer arrives, becomes final, and costs about a thousandth of an OPG', async () => {
  const [bob, ferdie] = [keyring().addFromUri('//Bob'), keyring().addFromUri('//Ferdie')];
  const [bobBefore, ferdieBefore] = [await freeOf(bob.address), await freeOf(ferdie.address)];
  const transfer = api.tx['balances']!['transferKeepAlive']!(ferdie.address, OPG);
  const final = await sendFinal(api, transfer, bob);
  assert.equal(await freeOf(ferdie.address), ferdieBefore + OPG);
  const fee = bobBefore - (await freeOf(bob.address)) - OPG;
  assert.ok(fee > OPG / 2_000n && fee < OPG / 500n, `the fee is ${fee} planck`);
  assert.ok(final.events.some(({ event }) => event.section === 'balances' && event.method === 'Transfer'));
});

test('a failing call is reported in the words of its pallet', async () => {
  const eve = keyring().addFromUri('//Eve');
  const tooMuch = api.tx['balances']!['transferKeepAlive']!(keyring().addFromUri('//Bob').address, 10n ** 30n);
  await assert.rejects(sendFinal(api, tooMuch, eve), /Arithmetic: Underflow/);
  const absent = api.tx['proxy']!['removeProxy']!(eve.address, 'Any', 0);
  await assert.rejects(sendFinal(api, absent, eve), /proxy\.NotFound: Proxy registration not found/);
});

test('an operational call of no use is refused with its number', async () => {
  const commit = api.tx['panels']!['commit']!(0, `0x${'00'.repeat(32)}`);
  await assert.rejects(sendFinal(api, commit, keyring().addFromUri('//Eve')), /Custom error: 16/);
});

test('a batch is all or nothing', async () => {
  const [charlie, nobody] = [keyring().addFromUri('//Charlie'), keyring().addFromUri('//Nobody')];
  const pay = (amount: bigint) => api.tx['balances']!['transferKeepAlive']!(nobody.address, amount);
  const batch = api.tx['utility']!['batchAll']!([pay(OPG), pay(10n ** 30n)]);
  await assert.rejects(sendFinal(api, batch, charlie));
  assert.equal(await freeOf(nobody.address), 0n);
});

test('new heads arrive over a subscription', async () => {
  const heights = await new Promise<number[]>((resolve, reject) => {
    const seen: number[] = [];
    api.rpc.chain
      .subscribeNewHeads((head) => {
        seen.push(head.number.toNumber());
        if (seen.length === 3) resolve(seen);
      })
      .catch(reject);
  });
  assert.ok(heights[2]! > heights[0]!);
});

test('the node offers the RPC methods that clients look for', async () => {
  const { methods } = (await rpc(node.http, 'rpc_methods')) as { methods: string[] };
  for (const method of [
    'author_submitAndWatchExtrinsic',
    'author_rotateKeysWithOwner',
    'babe_epochAuthorship',
    'chainHead_v1_follow',
    'chainSpec_v1_genesisHash',
    'dev_getBlockStats',
    'grandpa_proveFinality',
    'grandpa_roundState',
    'payment_queryInfo',
    'state_call',
    'sync_state_genSyncSpec',
    'system_accountNextIndex',
    'transactionWatch_v1_submitAndWatch',
    'transaction_v1_broadcast',
  ]) {
    assert.ok(methods.includes(method), `${method} is missing`);
  }
});
