// The five-minute tour as a program: connect, look around, send a transfer, see it final.

import { Keyring } from '@polkadot/api';
import { DEFAULT_ENDPOINT, connect, format, sendFinal } from './connect.js';

const ONE_OPG = 10n ** 12n;

async function demo(endpoint: string): Promise<void> {
  const api = await connect(endpoint);
  try {
    const [chain, node, version] = await Promise.all([
      api.rpc.system.chain(),
      api.rpc.system.name(),
      api.rpc.system.version(),
    ]);
    const { specName, specVersion } = api.runtimeVersion;
    console.log(`chain     ${chain.toString()} (genesis ${api.genesisHash.toHex()})`);
    console.log(`node      ${node.toString()} ${version.toString()}`);
    console.log(`runtime   ${specName.toString()} ${specVersion.toString()}`);
    console.log(
      `token     ${api.registry.chainTokens[0]}, ${api.registry.chainDecimals[0]} decimals, ` +
        `addresses with prefix ${api.registry.chainSS58}`,
    );

    const keyring = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 ?? 42 });
    const people = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].map((name) => ({
      name,
      pair: keyring.addFromUri(`//${name}`),
    }));
    const balanceOf = async (address: string): Promise<bigint> =>
      (await api.query.system!.account!(address) as any).data.free.toBigInt();
    console.log('balances');
    for (const { name, pair } of people) {
      const balance = await balanceOf(pair.address);
      console.log(`  ${name.padEnd(8)}${pair.address}  ${format(api, balance)}`);
    }

    const [alice, bob] = [people[0]!.pair, people[1]!.pair];
    const before = await balanceOf(bob.address);
    const transfer = api.tx.balances!.transferKeepAlive!(bob.address, ONE_OPG);
    const { partialFee } = await transfer.paymentInfo(alice);
    console.log(`transfer  ${format(api, ONE_OPG)} from Alice to Bob, fee ${format(api, partialFee.toBigInt())}`);
    const sent = Date.now();
    const seconds = () => `${((Date.now() - sent) / 1000).toFixed(1)} s`;
    const final = await sendFinal(api, transfer, alice, (hash) =>
      console.log(`included  in ${hash} after ${seconds()}`),
    );
    console.log(`finalised in ${final.finalizedIn} after ${seconds()}`);

    const received = (await balanceOf(bob.address)) - before;
    if (received < ONE_OPG) throw new Error(`Bob received ${received} planck instead of ${ONE_OPG}`);
    console.log(`Bob has   ${format(api, before + received)}`);
  } finally {
    await api.disconnect();
  }
}

demo(process.argv[2] ?? DEFAULT_ENDPOINT).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
