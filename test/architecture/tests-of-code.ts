/** Which tests prove which file, out of the first comment of each test; and docs/tests.md, made of that. Pure. */
import { transformSync } from 'esbuild';
import type { Source } from './sources.ts';

/** File of the code → the tests that name it, or a folder of it. */
export type TestsOfCode = ReadonlyMap<string, string[]>;

/** Takes a test and returns the paths between "Covers" and the end of its first comment; undefined: it names none. */
export function coveredBy({ text }: Source): string[] | undefined {
  const [comment = ''] = /^\/\*\*[\s\S]*?\*\//.exec(text) ?? [];
  const words = comment.slice(3, -2).replaceAll(/^ \*/gm, '').replaceAll(/\s+/g, ' ');
  return /\bCovers (.+)\. $/.exec(words)?.[1]?.split(', ');
}

export function testsOf(code: readonly Source[], tests: readonly Source[]): TestsOfCode {
  const named = tests.map((test) => ({ test: test.file, paths: coveredBy(test) ?? [] }));
  const isIn = (file: string) => (path: string) => file === path || file.startsWith(`${path}/`);
  return new Map(
    code.map(({ file }) => [
      file,
      named.filter(({ paths }) => paths.some(isIn(file))).map(({ test }) => test),
    ]),
  );
}

/** A file of types alone leaves no code behind that a test could run. */
export function hasCode({ text }: Source): boolean {
  return /[^\s;]/.test(transformSync(text, { loader: 'ts', minifyWhitespace: true }).code);
}

const HEAD = `# Tests of each file

Each test names in its first comment what it proves: \`Covers src/broker/apps/app-key.ts.\` This page is made from these
comments by \`UPDATE_DOCS=1 npm test\`. A dash means that no test claims the file: it has types alone, or it runs only
as a part of what other tests start. Every file of \`src/broker\` and \`lib\` that has code is claimed by a test.
`;

export function testsPage(tests: TestsOfCode): string {
  const folders = Map.groupBy(tests.keys(), (file) => file.slice(0, file.lastIndexOf('/')));
  const sections = [...folders].map(([folder, files]) => {
    const rows = files.map((file) => `| \`${file.slice(folder.length + 1)}\` | ${links(tests.get(file))} |`);
    return `## ${folder}\n\n| file | tests |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  return [HEAD, ...sections].join('\n');
}

function links(tests: readonly string[] = []): string {
  if (tests.length === 0) return '–';
  return tests.map((test) => `[${test.replace(/^test\/|\.test\.ts$/g, '')}](../${test})`).join(', ');
}
