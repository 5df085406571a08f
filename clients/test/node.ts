// A development node for the length of a test file.

import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// A machine that compiles beside the tests lets a node wait; one that will never start ends by itself.
const PATIENCE = 180_000;

export interface TestNode {
  ws: string;
  http: string;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** The node under test. */
export const binary = (): string =>
  process.env['OPG_NODE'] ?? new URL('../../../bin/opg-node', import.meta.url).pathname;

/** Starts the node, with `--dev` or as Alice on a chain, and waits until it answers. */
export async function startNode(chain = process.env['OPG_CHAIN']): Promise<TestNode> {
  const port = await freePort();
  const kind = chain
    ? ['--chain', chain, '--alice', '--force-authoring', '--rpc-methods', 'unsafe', '--unsafe-force-node-key-generation']
    : ['--dev'];
  const flags = [...kind, '--tmp', '--no-prometheus', '--no-telemetry', '--port', '0'];
  const node: ChildProcess = spawn(binary(), [...flags, '--rpc-port', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  node.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)));
  const http = `http://127.0.0.1:${port}`;
  const patience = Date.now() + PATIENCE;
  while (!(await answers(http))) {
    if (node.exitCode !== null || Date.now() > patience) {
      node.kill('SIGKILL');
      throw new Error(`the node did not start:\n${log}`);
    }
    await sleep(100);
  }
  return {
    ws: `ws://127.0.0.1:${port}`,
    http,
    stop: async () => {
      const ended = new Promise((resolve) => node.once('exit', resolve));
      node.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    await rpc(url, 'system_health');
    return true;
  } catch {
    return false;
  }
}

/** One JSON-RPC call over HTTP. */
export async function rpc(url: string, method: string, params: unknown[] = []): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (answer.error) throw new Error(answer.error.message);
  return answer.result;
}
