// Connecting to a node with polkadot.js, and sending a transaction until it is final.

import { ApiPromise, HttpProvider, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { EventRecord } from '@polkadot/types/interfaces';
import type { ISubmittableResult } from '@polkadot/types/types';

/** Where a development chain listens unless told otherwise. */
export const DEFAULT_ENDPOINT = 'ws://127.0.0.1:9944';

/** Connects to the node at `endpoint`; rejects when there is none within `timeoutMs`. */
export async function connect(endpoint: string, timeoutMs = 30_000): Promise<ApiPromise> {
  const provider = /^https?:/.test(endpoint) ? new HttpProvider(endpoint) : new WsProvider(endpoint);
  const api = new ApiPromise({ provider, noInitWarn: true });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no node answers at ${endpoint}; start one with: make run`)),
      timeoutMs,
    );
  });
  try {
    await Promise.race([api.isReady, late]);
    return api;
  } catch (error) {
    await api.disconnect();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A transaction that is final: where, and what it caused. */
export interface Final {
  includedIn: string;
  finalizedIn: string;
  events: EventRecord[];
}

/** Signs and sends `transaction`; resolves when it is final, rejects when it failed or was dropped. */
export async function sendFinal(
  api: ApiPromise,
  transaction: SubmittableExtrinsic<'promise', ISubmittableResult>,
  signer: KeyringPair,
  onIncluded: (blockHash: string) => void = () => {},
): Promise<Final> {
  let stop = () => {};
  try {
    return await new Promise<Final>((resolve, reject) => {
      let includedIn = '';
      transaction
        .signAndSend(signer, { nonce: -1 }, ({ status, dispatchError, events }) => {
          if (dispatchError) {
            reject(new Error(explain(api, dispatchError)));
          } else if (status.isInBlock) {
            includedIn = status.asInBlock.toHex();
            onIncluded(includedIn);
          } else if (status.isFinalized) {
            resolve({ includedIn, finalizedIn: status.asFinalized.toHex(), events });
          } else if (status.isDropped || status.isInvalid || status.isUsurped) {
            reject(new Error(`the node gave the transaction up: ${status.type}`));
          }
        })
        .then((unsubscribe) => (stop = unsubscribe), reject);
    });
  } finally {
    stop();
  }
}

/** A dispatch error in the words of the pallet that raised it. */
export function explain(
  api: ApiPromise,
  error: NonNullable<ISubmittableResult['dispatchError']>,
): string {
  if (!error.isModule) return `${error.type}: ${error.value.toString()}`;
  const { section, name, docs } = api.registry.findMetaError(error.asModule);
  return `${section}.${name}: ${docs.join(' ')}`;
}

/** An amount of planck as people read it. */
export function format(api: ApiPromise, planck: bigint): string {
  const decimals = api.registry.chainDecimals[0] ?? 12;
  const unit = 10n ** BigInt(decimals);
  const fraction = (planck % unit).toString().padStart(decimals, '0').replace(/0+$/, '');
  const whole = (planck / unit).toLocaleString('en');
  return `${whole}${fraction ? `.${fraction}` : ''} ${api.registry.chainTokens[0] ?? ''}`.trim();
}
