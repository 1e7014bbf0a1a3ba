/** Covers test/setup/proved-cases.ts, test/architecture/threat-coverage.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FENCES } from '../prove/fences.ts';
import { expectDocument } from '../setup/expect-document.ts';
import { unprovedIn } from '../setup/proved-cases.ts';
import { RELEASE_BLOCKERS } from './release-blockers.ts';
import { sourcesIn } from './sources.ts';
import { coverageDocument, coverageOf, gapsIn, idsIn, reasonsIn } from './threat-coverage.ts';
import { THREATS } from './threats.ts';

const file = new URL('../../docs/threat-coverage.md', import.meta.url);
const sources = sourcesIn(['test']);
const coverage = coverageOf(sources);
const read = () => readFileSync(file, 'utf8');

describe('docs/threat-coverage.md', () => {
  it('says what the titles say', () => {
    expectDocument('docs/threat-coverage.md', coverageDocument(coverage, unneeded(reasonsIn(read()))));
  });

  it('accounts for every case that it has to', () => {
    expect(gapsIn(coverage, reasonsIn(read()))).toEqual([]);
    const files = sources.map(({ file }) => file);
    for (const reason of reasonsIn(read()).values()) {
      expect(reason).not.toContain('REASON MISSING');
      for (const [, named] of reason.matchAll(/`([\w/-]+\.test\.ts)`/g))
        expect(files).toContain(`test/${named}`);
    }
  });

  it('is made from many tests', () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(coverage.size).toBeGreaterThan(80);
    expect(Object.keys(THREATS)).toHaveLength(247);
  });
});

describe('a case that blocks a release', () => {
  const provedBy = (id: string) => FENCES.filter(({ proves = [] }) => proves.includes(id));
  const covered = RELEASE_BLOCKERS.filter((id) => coverage.has(id));

  it.each(covered)('has a fence: %s', (id) => {
    expect(provedBy(id)).not.toEqual([]);
  });

  it('is proved by a file that names it', () => {
    for (const { test, proves = [] } of FENCES)
      for (const id of proves) expect(coverage.get(id), `${id} of ${test}`).toContain(test);
  });
});

describe('a fence', () => {
  it.each(FENCES)('stands once in $file: $what', ({ file, fence }) => {
    expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split(fence)).toHaveLength(2);
  });
});

describe('a run', () => {
  it.each([
    'vitest',
    'vitest.slow',
    'vitest.browser',
    'vitest.real-servers',
    'vitest.gateways',
    'vitest.quickstart',
  ])('of %s.config.ts counts only what ran and passed', (name) => {
    const config = readFileSync(new URL(`../../${name}.config.ts`, import.meta.url), 'utf8');
    expect(config).toContain("reporters: ['default', 'test/setup/proved-cases.ts']");
  });

  it('proves a case by the title of a test that passed, and by nothing else', () => {
    expect(unprovedIn(['T001', 'T002'], ['a > T001: x', 'b'])).toEqual(['T002']);
    expect(unprovedIn(['T001'], [])).toEqual(['T001']);
  });
});

/** A reason goes with the test that makes it untrue. */
function unneeded(reasons: Map<string, string>): Map<string, string> {
  return new Map([...reasons].filter(([id]) => !coverage.has(id)));
}

describe('the reader of titles', () => {
  const ids = (text: string) => idsIn({ file: 'test/x.test.ts', text });

  it.each([
    ["it('T001: x', () => {});", ['T001']],
    ["it('T002: x (T012)', () => {});", ['T002', 'T012']],
    ["describe('T024 T026: x', () => {});", ['T024', 'T026']],
    ["it.each([['T013 T019: x', 1]])('%s', () => {});", ['T013', 'T019']],
    ["it.each(rows)('T046: $operationId', () => {});", ['T046']],
    ['it(`T005: {name}`, () => {});', ['T005']],
    [`it('a', () => expect(a).not.toMatch(/"|'/)); it('T007: b', () => {});`, ['T007']],
    ['it("T006: it’s", () => {});', ['T006']],
    ["it('T001: x', () => {}); it('T001: y', () => {});", ['T001']],
    ["// T001\n/** T002 */\nit('x' /* T003 */, () => {});", []],
    ["it('XT0011 T1', () => {});", []],
  ])('finds in %s', (text, found) => {
    expect(ids(text)).toEqual(found);
  });
});

describe('the account', () => {
  const all = new Map(Object.keys(THREATS).map((id) => [id, ['test/a.test.ts']]));
  const without = (id: string) => new Map([...all].filter(([other]) => other !== id));

  it('misses a case without test and reason, and takes a reason for it', () => {
    expect(gapsIn(without('T021'), new Map())).toEqual([
      'T021 (one signing key for several providers) has neither a test nor a reason',
    ]);
    expect(gapsIn(without('T021'), new Map([['T021', 'no signing keys']]))).toEqual([]);
    expect(gapsIn(all, new Map())).toEqual([]);
  });

  it('notices a test of no case, and a reason that is overtaken', () => {
    expect(gapsIn(new Map([...all, ['T999', ['test/a.test.ts']]]), new Map())).toEqual(['T999 is no case']);
    expect(gapsIn(all, new Map([['T021', 'x']]))).toEqual(['T021 has a test and a reason for none']);
  });

  it('reads its own reasons again', () => {
    const reasons = new Map([['T021', 'the broker signs nothing']]);
    expect(reasonsIn(coverageDocument(without('T021'), reasons))).toEqual(reasons);
  });
});
