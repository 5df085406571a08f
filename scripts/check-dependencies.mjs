// Checks every dependency in a Cargo lockfile: does it come from crates.io, and may we use it?
// Usage: node check-dependencies.mjs MANIFEST...
//
// Known vulnerabilities are a different question, answered by `make audit`, because the database
// of advisories is not a package registry and may be out of reach.

import { execFileSync } from 'node:child_process';

// Licences under which a dependency may be linked into Apache-2.0 binaries.
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 WITH LLVM-exception',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'CDLA-Permissive-2.0',
  'GPL-3.0-only WITH Classpath-exception-2.0',
  'GPL-3.0-or-later WITH Classpath-exception-2.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'NCSA',
  'OpenSSL',
  'Unicode-3.0',
  'Unlicense',
  'Zlib',
]);

// Crates whose manifest states no licence or one outside the list, each with why it may be used.
const EXCEPTIONS = new Map([
  ['jsonpath-rust', 'its manifest names only a file, LICENSE, which is the MIT licence'],
]);

/** Is the SPDX expression satisfied by allowed licences? `A/B` is the old way to say `A OR B`. */
function allowed(expression) {
  const tokens = expression.replaceAll('/', ' OR ').match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const any = () => {
    let value = all();
    while (tokens[at] === 'OR') {
      at += 1;
      value = all() || value;
    }
    return value;
  };
  const all = () => {
    let value = one();
    while (tokens[at] === 'AND') {
      at += 1;
      value = one() && value;
    }
    return value;
  };
  const one = () => {
    const token = tokens[at++];
    if (token === '(') {
      const value = any();
      at += 1;
      return value;
    }
    if (tokens[at] !== 'WITH') return ALLOWED.has(token);
    const exception = tokens[at + 1];
    at += 2;
    return ALLOWED.has(`${token} WITH ${exception}`) || ALLOWED.has(token);
  };
  return any() && at === tokens.length;
}

let wrong = 0;
const complain = (text) => {
  wrong += 1;
  console.error(`error: ${text}`);
};

for (const manifest of process.argv.slice(2)) {
  // What is really compiled: a lockfile also lists optional dependencies that no feature turns on.
  // Default members only: the bencher is a tool that is never handed out.
  const tree = execFileSync(
    'cargo',
    ['tree', '--locked', '--target', 'all', '--edges', 'normal,build,dev']
      .concat(['--prefix', 'none', '--format', '{p}\t{l}', '--manifest-path', manifest]),
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const seen = new Set(tree.split('\n').map((line) => line.replace(/ \(\*\)$/, '')));
  let checked = 0;
  for (const line of seen) {
    // `name v1.2.3 (source)`, the source only where it is not crates.io.
    const [, name, version, source, license] =
      /^(\S+) v(\S+)(?: \((.+)\))?\t(.*)$/.exec(line) ?? [];
    if (!name || source?.startsWith(process.cwd())) continue;
    checked += 1;
    if (source && source !== 'proc-macro') {
      complain(`${name} ${version} comes from ${source}; take it from crates.io`);
    }
    if (EXCEPTIONS.has(name)) continue;
    if (!license) {
      complain(`${name} ${version} names no licence`);
    } else if (!allowed(license)) {
      complain(`${name} ${version} is under ${license}, which is not on the list`);
    }
  }
  console.log(`${manifest}: ${checked} dependencies checked`);
}
process.exit(wrong === 0 ? 0 : 1);
