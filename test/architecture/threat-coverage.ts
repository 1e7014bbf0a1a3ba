/** Which tests say that they prove which case; and docs/threat-coverage.md, made of that. */
import { transformSync } from 'esbuild';
import type { Source } from './sources.ts';
import { THREATS } from './threats.ts';

const ID = /\bT\d{3}\b/g;

/** The cases that a test file claims to prove. test/setup/proved-cases.ts compares the claims with the titles of the tests that passed. */
export function claimsOf(source: Source): string[] {
  const isTest = /\.test\.ts$/.test(source.file);
  // This folder's own rules and tables name cases that they do not prove.
  return isTest && !/^test\/architecture\/threat/.test(source.file) ? idsIn(source) : [];
}

/** The ids in a test's code. Comments do not count. */
export function idsIn({ text }: Source): string[] {
  const { code } = transformSync(text, {
    loader: 'ts',
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'utf8',
  });
  return [...new Set(code.match(ID) ?? [])].sort();
}

/** Id → the files that name it. */
export type Coverage = ReadonlyMap<string, string[]>;

export function coverageOf(sources: readonly Source[]): Coverage {
  const coverage = new Map<string, string[]>();
  for (const source of sources)
    for (const id of claimsOf(source)) coverage.set(id, [...(coverage.get(id) ?? []), source.file]);
  return coverage;
}

/** The document's own rows: id → why there is no test. */
export function reasonsIn(document: string): Map<string, string> {
  const rows = [...document.matchAll(/^\| (T\d{3}) \| [^|]* \| No test: ([^|]+?) \|$/gm)];
  return new Map(rows.map(([, id = '', reason = '']) => [id, reason]));
}

/** What is wrong: a case without test and reason, a test of no case, a reason that a test has overtaken. */
export function gapsIn(coverage: Coverage, reasons: ReadonlyMap<string, string>): string[] {
  const ids = Object.keys(THREATS);
  return [
    ...ids
      .filter((id) => !coverage.has(id) && !reasons.has(id))
      .map((id) => `${id} (${THREATS[id]}) has neither a test nor a reason`),
    ...[...coverage.keys()].filter((id) => !Object.hasOwn(THREATS, id)).map((id) => `${id} is no case`),
    ...[...reasons.keys()]
      .filter((id) => coverage.has(id))
      .map((id) => `${id} has a test and a reason for none`),
  ];
}

const HEAD = `# Threat coverage

Which tests prove which case of the threat catalogue. A test names in its title the case that it proves. Every run fails in
which a test file names a case and no test that ran and passed has it in its title (\`test/setup/proved-cases.ts\`). For
each case of the first priority a fence is removed by \`npm run prove:sabotage\`, and a test with the case in its title must
fail then.

This page is written by \`test/architecture/threat-coverage.test.ts\` from what is under \`test/\`; the same test fails
when the two differ, or when a case has neither a test nor a reason. After a change run
\`UPDATE_DOCS=1 npm test -- test/architecture/threat-coverage.test.ts\`. Reasons are kept: they are written here, by hand,
as \`No test: …\` in the last column.

| case | what is tried | proved by |
| --- | --- | --- |`;

export function coverageDocument(coverage: Coverage, reasons: ReadonlyMap<string, string>): string {
  const rows = Object.entries(THREATS).map(
    ([id, what]) => `| ${id} | ${what} | ${proof(id, coverage, reasons)} |`,
  );
  return `${HEAD}\n${rows.join('\n')}\n`;
}

function proof(id: string, coverage: Coverage, reasons: ReadonlyMap<string, string>): string {
  const files = coverage.get(id);
  if (files) return files.map((file) => `\`${file.replace(/^test\//, '')}\``).join(', ');
  return `No test: ${reasons.get(id) ?? 'REASON MISSING'}`;
}
