// Of several measurements of the same pallet, keeps for each function the one whose fastest run was the fastest:
// whatever else a machine does only adds to what is measured.
// Usage: node quieter.mjs WEIGHTS.rs ANOTHER.rs... >QUIETEST.rs

import { readFileSync } from 'node:fs';

/** What is measured of a function: its comments and its body, up to the empty line after it. */
const MEASURED = /(?:^ {4}\/\/.*\n)+^ {4}fn (\w+)[^]*?^ {4}}\n/gm;

const fastest = (block) => Number(/Fastest: ([\d_]+) ns/.exec(block)[1].replaceAll('_', ''));

const [first, ...others] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
const measured = others.map((text) => new Map([...text.matchAll(MEASURED)].map((found) => [found[1], found[0]])));
process.stdout.write(
  first.replace(MEASURED, (block, name) =>
    measured
      .flatMap((of) => of.get(name) ?? [])
      .reduce((best, other) => (fastest(other) < fastest(best) ? other : best), block),
  ),
);
