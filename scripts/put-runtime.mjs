// Replaces the runtime in a raw chain specification.
// Usage: node put-runtime.mjs RUNTIME.wasm <SPECIFICATION >SPECIFICATION

import { readFileSync, writeSync } from 'node:fs';

/** `:code` in hex. */
const CODE = '0x3a636f6465';

const [runtime] = process.argv.slice(2);
const spec = JSON.parse(readFileSync(0, 'utf8'));
const state = spec.genesis?.raw?.top;
if (!state?.[CODE]) {
  console.error('error: this is no raw chain specification\n next: export it with --raw');
  process.exit(1);
}
state[CODE] = `0x${readFileSync(runtime).toString('hex')}`;
const text = Buffer.from(`${JSON.stringify(spec, null, 2)}\n`);
for (let at = 0; at < text.length; ) at += writeSync(1, text, at);
