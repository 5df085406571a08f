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

/** All blocks of a language in a document, up to a heading if one is given, with other folders and endpoints. */
function blocks(document: string, language: string, instead: [string, string][], until?: string): string[] {
  const text = readFileSync(join(ROOT, 'docs', document), 'utf8');
  const end = until === undefined ? text.length : text.indexOf(`\n${until}\n`);
  assert.ok(end > 0, `${document} has no heading ${until}`);
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  const found = [...text.slice(0, end).matchAll(fence)].map((match) => match[1] ?? '');
  assert.ok(found.join('').length > 200, `${document} has no ${language}`);
  return found.map((block) => instead.reduce((program, [from, to]) => program.replaceAll(from, to), block));
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

/** A document, with what it says is to be done before: part of another one. */
interface Steps {
  document: string;
  before?: { document: string; until: string };
  shell?: boolean;
}

const ALL: Steps[] = [
  { document: 'staking.md' },
  { document: 'voters.md' },
  { document: 'proofs.md', shell: true },
  { document: 'models.md', shell: true },
  { document: 'dapps.md', shell: true, before: { document: 'models.md', until: '## Stop' } },
];

for (const { document, before, shell } of ALL) {
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
    const of = (language: string): string[] => [
      ...(before ? blocks(before.document, language, instead, before.until) : []),
      ...blocks(document, language, instead),
    ];
    try {
      for (const block of shell ? of('sh') : []) execFileSync('bash', ['-ec', block], { cwd: ROOT });
      const file = join(folder, 'steps.mjs');
      writeFileSync(file, of('js').join('\n'));
      const env = { ...process.env, PATH: `${ROOT}bin:${process.env['PATH']}` };
      const options = { timeout: LONGEST, cwd: ROOT, env };
      const { stdout } = await promisify(execFile)(process.execPath, [file], options);
      console.log(stdout);
    } finally {
      await node.stop();
      rmSync(folder, { recursive: true });
    }
  });
}
