/** Everything that code and documents cite is in the repository: files, links, invariants. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CITED =
  /(?<![\w./-])(?:src|lib|lambdas|local|client|dashboard|ops|cdk|bench|bin|examples|test|docs)\/[\w./-]+\.(?:ts|tsx|md|json|css)\b/g;

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  .toString()
  .split('\n')
  .filter((file) => file !== '' && existsSync(ROOT + file));
const read = (file: string) => readFileSync(ROOT + file, 'utf8');
const code = tracked.filter((file) => /\.(ts|tsx)$/.test(file));
const pages = tracked.filter((file) => file.endsWith('.md'));

/** Paths in the comments of a file. Strings of code are not citations: tests name files that must not exist. */
function citedIn(file: string): string[] {
  const text = read(file);
  const prose = file.endsWith('.md')
    ? text
    : (text.match(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm) ?? []).join('\n');
  return prose.match(CITED) ?? [];
}

function linksIn(page: string): string[] {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => !/^(https?:|mailto:)/.test(target));
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  const headings = [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('a citation', () => {
  it('of a file names one that exists', () => {
    const cited = [...code, ...pages].flatMap((file) => citedIn(file).map((target) => ({ file, target })));
    expect(cited.length).toBeGreaterThan(150);
    const missing = cited.filter(({ file, target }) => !isFound(file, target) && !isMade(target));
    expect(missing).toEqual([]);
  });

  it('that links leads to a file, and to a heading of it', () => {
    const broken = pages.flatMap((page) =>
      linksIn(page)
        .filter((target) => {
          const [path = '', anchor] = target.split('#');
          const file = path === '' ? page : posix.join(posix.dirname(page), path);
          if (!existsSync(ROOT + file)) return true;
          if (anchor === undefined || statSync(ROOT + file).isDirectory()) return false;
          return !anchorsOf(file).includes(anchor);
        })
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('of an invariant names one of docs/architecture.md', () => {
    const listed = [...read('docs/architecture.md').matchAll(/^- \*\*(I\d+) /gm)].map(([, id]) => id);
    expect(listed.length).toBeGreaterThan(12);
    const cited = code.flatMap((file) => read(file).match(/(?<=invariant |\()I\d{1,2}\b(?!\()/g) ?? []);
    expect(cited.length).toBeGreaterThan(3);
    expect(cited.filter((id) => !listed.includes(id))).toEqual([]);
  });

  it('of a document that a clone does not have is nowhere', () => {
    // With `\s`, so that this line does not name such a document itself.
    const lost = [...code, ...pages].filter((file) =>
      /design\s+section|style\s+rule|section\s+\d+\s+of\s+the\s+design/i.test(read(file)),
    );
    expect(lost).toEqual([]);
  });
});

/** The table of docs/threat-coverage.md names tests by their paths under `test/`. */
function isFound(file: string, target: string): boolean {
  if (existsSync(ROOT + target)) return true;
  return file === 'docs/threat-coverage.md' && existsSync(`${ROOT}test/${target}`);
}

/** Made by a command and not kept. */
function isMade(target: string): boolean {
  return target.includes('/dist/') || target.startsWith('lib/prebuilt/');
}

describe('docs/architecture.md', () => {
  const walks = read('docs/architecture.md').split('## Five walks')[1]?.split('## Invariants')[0] ?? '';

  it('walks along functions that stand in the named files', () => {
    const steps = [...walks.matchAll(/`((?:src|lambdas|client|dashboard|local)\/[\w./-]+\.tsx?)` `(\w+)`/g)];
    expect(steps.length).toBeGreaterThan(20);
    const lost = steps.filter(([, file = '', name = '']) => !new RegExp(`\\b${name}\\b`).test(read(file)));
    expect(lost.map(([step]) => step)).toEqual([]);
  });

  it('lists every room of src/broker', () => {
    const rooms = new Set(code.flatMap((file) => /^src\/broker\/([\w-]+)\//.exec(file)?.[1] ?? []));
    const listed = [...read('docs/architecture.md').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, room]) => room);
    expect([...rooms].filter((room) => !listed.includes(room))).toEqual([]);
  });
});
