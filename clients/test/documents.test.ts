// The JavaScript of our documents runs as it is written, on a chain whose periods are short.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { binary, freePort, startNode } from './node.js';

const ROOT = new URL('../../../', import.meta.url).pathname;
// An era of half a minute, a vote of as long.
const CLOCKS = { epochSlots: 10, eraSessions: 1, unbondingEras: 1, votingBlocks: 10, challengeBlocks: 5 };

// Milliseconds after which a program hangs rather than waits.
const LONGEST = 600_000;

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

/** A document, with what it says is to be done before: part of another one, maybe with its shell commands. */
interface Steps {
  document: string;
  before?: { document: string; until: string; shell?: boolean };
  shell?: boolean;
  /** What is done in minutes here. */
  instead?: [string, string][];
}

// A day of hours, and a run in each, are two minutes and a run in each, none of which is without an answer.
const HOURLY: [string, string][] = [
  ["interval: 'Hour', candles: 24", "interval: 'Minute', candles: 2"],
  ['period: 1200', 'period: 20'],
  ['heartbeat: 60', 'heartbeat: 10'],
];

const ALL: Steps[] = [
  { document: 'staking.md' },
  { document: 'voters.md' },
  { document: 'proofs.md', shell: true },
  { document: 'models.md', shell: true },
  { document: 'dapps.md', shell: true, before: { document: 'models.md', until: '## Say something else of it', shell: true } },
  { document: 'feeds.md', shell: true, before: { document: 'staking.md', until: '## What you see' }, instead: HOURLY },
];

/** Runs commands as a shell would, and answers the process group of what they leave running. */
function shell(commands: string, env: NodeJS.ProcessEnv): number {
  const { pid, status, error } = spawnSync('setsid', ['bash', '-ec', commands], { cwd: ROOT, env, stdio: 'inherit' });
  assert.equal(status, 0, `${error ?? 'these failed'}:\n${commands}`);
  return pid;
}

/** Ends a process group, if anything of it is left. */
function end(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Nothing was left running.
  }
}

for (const { document, before, shell: hasShell, instead: shorter = [] } of ALL) {
  test(`the steps of ${document} run`, async () => {
    // Beside the packages that the steps import.
    const folder = mkdtempSync(join(ROOT, 'clients/dist/document-'));
    const files = mkdtempSync(join(tmpdir(), 'opg-'));
    const node = await startNode(quickChain(files));
    const groups: number[] = [];
    const instead: [string, string][] = [
      ['/tmp/', `${files}/`],
      ['8181', String(await freePort())],
      ['make build\n', ''],
      ['ws://127.0.0.1:9944', node.ws],
      ...shorter,
    ];
    const of = (language: string): string[] => [
      ...(before && (language === 'js' || before.shell) ? blocks(before.document, language, instead, before.until) : []),
      ...blocks(document, language, instead),
    ];
    try {
      const env = { ...process.env, PATH: `${ROOT}bin:${process.env['PATH']}` };
      for (const block of hasShell ? of('sh') : []) groups.push(shell(block, env));
      const file = join(folder, 'steps.mjs');
      writeFileSync(file, of('js').join('\n'));
      const options = { timeout: LONGEST, cwd: ROOT, env };
      const { stdout } = await promisify(execFile)(process.execPath, [file], options);
      console.log(stdout);
    } finally {
      groups.forEach(end);
      await node.stop();
      rmSync(folder, { recursive: true });
    }
  });
}
