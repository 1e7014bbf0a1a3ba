/**
 * Time, randomness, network and environment come in through ports. esbuild replaces names only where they are the global
 * ones, so a parameter that is called `fetch` does not count, and neither do comments and types.
 */
import { transformSync } from 'esbuild';
import type { Source } from './sources.ts';

const GLOBALS = [
  'AbortSignal',
  'Date',
  'EventSource',
  'Math.random',
  'WebSocket',
  'XMLHttpRequest',
  'console',
  'crypto',
  'fetch',
  'global',
  'globalThis',
  'performance',
  'process',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'eval',
  'Function',
];
const MARK = 'EDGE_';
const DEFINE = Object.fromEntries(GLOBALS.map((name) => [name, MARK + name.replace('.', '_')]));

/** A date of given numbers is arithmetic; without an argument it is a look at the clock. */
const PURE_DATE = /new EDGE_Date\((?!\s*\))|EDGE_Date\.(?:UTC|parse)\b/g;
/** Brings a module of Node, as an import does; test/architecture/imports.ts judges which. */
const BUILTIN = /EDGE_process\.getBuiltinModule\("node:[a-z/]+"\)/g;
/** Of `node:crypto`, what draws from the operating system's randomness. */
const RANDOM = /^(random\w*|getRandomValues|webcrypto|generateKey\w*|generatePrime\w*|default|\*)$/;

/** What the source takes from its surroundings, sorted and each once. */
export function edgeUsesOf({ file, text }: Source): string[] {
  const loader = file.endsWith('.tsx') ? 'tsx' : 'ts';
  const { code } = transformSync(text, {
    loader,
    define: DEFINE,
    format: 'esm',
    target: 'es2024',
    legalComments: 'none',
    minifyWhitespace: true,
    charset: 'utf8',
  });
  const globals = [
    ...code
      .replace(PURE_DATE, '')
      .replace(BUILTIN, '')
      .matchAll(/\bEDGE_(\w+)/g),
  ].map(([, name = '']) => name.replace('Math_', 'Math.'));
  return [...new Set([...globals, ...randomImports(text)])].sort();
}

function randomImports(text: string): string[] {
  const imports = [...text.matchAll(/^import\s+(?!type\b)([^;'"]*?)\s+from\s+['"](?:node:)?crypto['"]/gm)];
  return imports.flatMap(([, clause = '']) => namesIn(clause).filter((name) => RANDOM.test(name)));
}

/** The names that an import clause takes out of a module; `default` and `*` for those without braces. */
function namesIn(clause: string): string[] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1];
  const named = (braces ?? '').split(',').map((part) => part.trim().split(/\s+as\s+/)[0] ?? '');
  const rest = clause.replace(/\{[^}]*\}/, '').replace(/[\s,]/g, '');
  if (rest.startsWith('*')) named.push('*');
  else if (rest !== '') named.push('default');
  return named.filter((name) => name !== '' && !name.startsWith('type '));
}
