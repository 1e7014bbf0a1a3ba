/** What counts as alive, as listed, and as a score. Covers test/mutation/survivors.ts. */
import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOMS } from './rooms.ts';
import { listedSurvivors, outdated, type Report, scoreOf, survivorsIn, unlisted } from './survivors.ts';

const at = (line: number) => ({ start: { line, column: 3 } });
const report: Report = {
  files: {
    'src/a.ts': {
      source: 'one\n  two\nthree\n',
      mutants: [
        { status: 'Killed', replacement: 'x', location: at(1) },
        { status: 'Timeout', replacement: 'x', location: at(1) },
        { status: 'Survived', replacement: 'y\n  z', location: at(2) },
        { status: 'NoCoverage', replacement: '', location: at(3) },
        { status: 'CompileError', replacement: 'x', location: at(1) },
      ],
    },
  },
};
const two = { file: 'src/a.ts', line: 'two', replacement: 'y z', reason: 'the same' };

describe('a report of mutants', () => {
  it('has a score of what was noticed, and of code that no test reaches', () => {
    expect(scoreOf(report)).toEqual({ killed: 2, all: 4, percent: 50 });
    expect(scoreOf({ files: {} }).percent).toBe(100);
  });

  it('is compared with the list by file, line and replacement', () => {
    const found = survivorsIn(report);
    expect(found.map(({ at }) => at)).toEqual(['src/a.ts:2:3', 'src/a.ts:3:3']);
    expect(unlisted(found, [two])).toMatchObject([{ line: 'three' }]);
    for (const other of [{ file: 'src/b.ts' }, { line: 'too' }, { replacement: 'z' }])
      expect(unlisted(found, [{ ...two, ...other }])).toHaveLength(2);
  });

  it('shows reasons that nothing needs any more, of the files that ran', () => {
    expect(outdated(report, [two, { ...two, line: 'gone' }, { ...two, file: 'src/b.ts' }])).toMatchObject([
      { line: 'gone' },
    ]);
  });
});

it('every listed survivor has a reason, and its line exists', () => {
  for (const { file, reason } of listedSurvivors()) {
    expect(reason.length, file).toBeGreaterThan(20);
    expect(globSync(file), file).toEqual([file]);
  }
});

it.each(Object.entries(ROOMS))('the room %s has files and tests', (_name, { mutate, tests }) => {
  for (const pattern of [...mutate, ...tests]) expect(globSync(pattern), pattern).not.toEqual([]);
});
