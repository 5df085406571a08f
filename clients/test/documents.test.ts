// The JavaScript of our documents runs as it is written, on a chain whose periods are short.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { binary, startNode } from './node.js';

const ROOT = new URL('../../../', import.meta.url).pathname;
// An era of half a minute, a vote of as long.
const CLOCKS = { epochSlots: 10, eraSessions: 1, unbondingEras: 1, votingBlocks: 10, challengeBlocks: 5 };

// Milliseconds after which a program hangs rather than waits.
const LONGEST = 300_000;

/** All blocks of a language in a document, one after the other, with other folders and endpoints. */
function blocks(document: string, language: string, instead: [string, string][]): string {
  const text = readFileSync(join(ROOT, 'docs', document), 'utf8');
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  const found = [...text.matchAll(fence)].map((match) => match[1]).join('\n');
  assert.ok(found.length > 200, `${document} has no ${language}`);
  return instead.reduce((program, [from, to]) => program.replaceAll(from, to), found);
}

/** The development chain with other clocks. */
function quickChain(folder: string): string {
  const spec = (...flags: string[]) =>
    execFileSync(binary(), ['export-chain-spec', ...flags], { maxBuffer: 1 << 30 }).toString();
  const plain = JSON.parse(spec('--chain', 'dev'));
  plain.genesis.runtimeGenesis.patch.clocks = CLOCKS;
  const file = join(folder, 'chain.json');
  writeFileSync(file, JSON.stringify(plain));
  return file;
}

for (const document of ['staking.md', 'voters.md', 'proofs.md', 'models.md']) {
  test(`the steps of ${document} run`, async () => {
    // Beside the packages that the steps import.
    const folder = mkdtempSync(join(ROOT, 'clients/dist/document-'));
    const files = mkdtempSync(join(tmpdir(), 'opg-'));
    const node = await startNode(quickChain(files));
    const instead: [string, string][] = [
      ['/tmp/', `${files}/`],
      ['make build\n', ''],
      ['ws://127.0.0.1:9944', node.ws],
    ];
    try {
      if (document === 'proofs.md' || document === 'models.md') {
        execFileSync('bash', ['-ec', blocks(document, 'sh', instead)], { cwd: ROOT });
      }
      const file = join(folder, 'steps.mjs');
      writeFileSync(file, blocks(document, 'js', instead));
      const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: LONGEST });
      console.log(stdout);
    } finally {
      await node.stop();
      rmSync(folder, { recursive: true });
    }
  });
}
