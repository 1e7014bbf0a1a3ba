/** docs/tests.md lists the tests of each file. `UPDATE_DOCS=1 npx vitest run test/architecture` writes it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectDocument } from '../setup/expect-document.ts';
import { sourcesIn } from './sources.ts';
import { coveredBy, hasCode, testsOf, testsPage } from './tests-of-code.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const code = sourcesIn(['src', 'lib', 'lambdas', 'local', 'client', 'clients', 'dashboard', 'ops']);
const tests = sourcesIn(['test']).filter(({ file }) => file.endsWith('.test.ts'));
const ofCode = testsOf(code, tests);

/** These prove tools of the tests, or a rule of a whole folder. */
const OF_NO_FILE = [
  'test/client/edge.test.ts',
  'test/providers/scripted-apart.test.ts',
  'test/stack/rights/policy-evaluator.test.ts',
  'test/stack/rights/widened-policies.test.ts',
];

describe('docs/tests.md', () => {
  it('says what the first comments of the tests say', () =>
    expectDocument('docs/tests.md', testsPage(ofCode)));

  it('is made from many tests', () => {
    expect(tests.length).toBeGreaterThan(150);
    expect([...ofCode.values()].filter((names) => names.length > 0).length).toBeGreaterThan(250);
  });
});

describe('a test', () => {
  it('names files and folders that exist', () => {
    const lost = tests.flatMap((test) =>
      (coveredBy(test) ?? [])
        .filter((path) => !existsSync(ROOT + path))
        .map((path) => `${test.file}: ${path}`),
    );
    expect(lost).toEqual([]);
  });

  it('names what it covers', () => {
    const silent = tests
      .filter((test) => !test.file.startsWith('test/architecture/') && coveredBy(test) === undefined)
      .map(({ file }) => file);
    expect(silent).toEqual(OF_NO_FILE);
  });

  it('exists for each file of src/broker and lib that has code', () => {
    const untested = code
      .filter(({ file }) => /^(src\/broker|lib)\//.test(file))
      .filter((source) => ofCode.get(source.file)?.length === 0 && hasCode(source));
    expect(untested.map(({ file }) => file)).toEqual([]);
  });
});

describe('the reader of first comments', () => {
  const read = (text: string) => coveredBy({ file: 'test/x.test.ts', text });

  it.each([
    ['/** Covers one/a.ts. */\n', ['one/a.ts']],
    ['/** It works. Covers one/a.ts, one/b. */\nimport "x";', ['one/a.ts', 'one/b']],
    ['/**\n * It works.\n * Covers one/a.ts,\n * one/b.ts.\n */\n', ['one/a.ts', 'one/b.ts']],
    ['/** It works. */\n', undefined],
    ['import "x";\n/** Covers one/a.ts. */\n', undefined],
  ])('reads %j', (text, paths) => {
    expect(read(text)).toEqual(paths);
  });

  it('counts a folder for each file in it, and a file of types as one without code', () => {
    const code = [
      { file: 'one/a/b.ts', text: '' },
      { file: 'one/ab.ts', text: '' },
    ];
    const map = testsOf(code, [{ file: 'test/x.test.ts', text: '/** Covers one/a. */' }]);
    expect([...map.values()]).toEqual([['test/x.test.ts'], []]);
    expect(hasCode({ file: 'a.ts', text: "import type { A } from './a.ts';\nexport type B = A;" })).toBe(
      false,
    );
    expect(hasCode({ file: 'a.ts', text: 'export const a = 1;' })).toBe(true);
  });
});
