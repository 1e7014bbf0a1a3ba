/** A sweep in parallel segments, whatever happens between a page and its cursor. Covers src/broker/sweep. */
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { type Cursors, readStanding, runSweep } from '../../src/broker/sweep/run-sweep.ts';
import { parseCursor, type SegmentPosition } from '../../src/broker/sweep/segment-cursor.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import { memoryCursors } from '../memory/memory-cursors.ts';

const NOTHING = { rows: 0 };
/** Pages of each segment; a row is its name. */
const TABLE = [3, 1, 4].map((pages, segment) =>
  Array.from({ length: pages }, (_, page) => [`${segment}.${page}.a`, `${segment}.${page}.b`]),
);
const PAGES = TABLE.flat().length;
const ROWS = TABLE.flat(2);

class Throttled extends Error {}
class Died extends Error {}

function newClock() {
  let time = 1_000_000;
  return {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

interface Faults {
  /** Called before each page is read. */
  beforePage?: (at: SegmentPosition) => void;
  cursors?: Cursors<{ rows: number }>;
  until?: number;
  clock?: ReturnType<typeof newClock>;
}

async function run({
  beforePage = () => undefined,
  cursors = memoryCursors(),
  clock = newClock(),
  until,
}: Faults) {
  const read: string[] = [];
  const settled: string[] = [];
  const ports = { clock, random, isThrottled: (error: unknown) => error instanceof Throttled };
  const segments = TABLE.length;
  const standing = await readStanding({ segments, cursors });
  const state = runSweep(
    ports,
    {
      ...{ segments, nothing: NOTHING, cursors },
      page: async (at) => {
        beforePage(at);
        const index = Number(at.after?.sk ?? -1) + 1;
        read.push(`${at.segment}.${index}`);
        const rows = TABLE[at.segment]?.[index] ?? [];
        const isLast = index + 1 >= (TABLE[at.segment]?.length ?? 0);
        return { rows, ...(!isLast && { next: { pk: 'page', sk: String(index) } }) };
      },
      settle: async ({ rows }) => {
        settled.push(...rows);
        return { rows: rows.length };
      },
    },
    { standing, until: until ?? Number.POSITIVE_INFINITY },
  );
  return { read, settled, state: await state.catch((error: unknown) => error as Error) };
}

const complete = expect.objectContaining({ isComplete: true, pages: PAGES, counts: { rows: ROWS.length } });

it('reads every page of every segment once, and leaves no cursor', async () => {
  const cursors = memoryCursors<{ rows: number }>();
  const { read, settled, state } = await run({ cursors });
  expect(new Set(read).size).toBe(PAGES);
  expect(settled.toSorted()).toEqual(ROWS.toSorted());
  expect(state).toEqual(complete);
  expect(cursors.stored.size).toBe(0);
});

describe('a process that dies', () => {
  it.each(Array.from({ length: PAGES }, (_, at) => at))(
    'before its cursor number %i is stored reads one page of each segment again at most',
    async (at) => {
      const cursors = memoryCursors<{ rows: number }>();
      let saves = 0;
      const dying = {
        ...cursors,
        save: async (...given: Parameters<typeof cursors.save>) => {
          if (saves++ >= at) throw new Died();
          return cursors.save(...given);
        },
      };
      const first = await run({ cursors: dying });
      expect(first.state).toBeInstanceOf(Died);
      const second = await run({ cursors });
      expect(new Set([...first.settled, ...second.settled])).toEqual(new Set(ROWS));
      const again = second.read.filter((page) => first.read.includes(page));
      expect(new Set(again.map((page) => page.split('.')[0])).size).toBe(again.length);
      expect(second.state).toEqual(complete);
    },
  );

  it('before the cursors are forgotten reads nothing again', async () => {
    const cursors = memoryCursors<{ rows: number }>();
    const forgetful = { ...cursors, forget: () => Promise.reject(new Died()) };
    expect((await run({ cursors: forgetful })).state).toBeInstanceOf(Died);
    const { read, state } = await run({ cursors });
    expect([read, state]).toEqual([[], complete]);
    expect((await run({ cursors })).read.length).toBe(PAGES);
  });
});

it('two sweeps at once read twice at most, and each is complete', async () => {
  const cursors = memoryCursors<{ rows: number }>();
  const both = await Promise.all([run({ cursors }), run({ cursors })]);
  for (const { settled, state } of both) {
    expect(state).toEqual(complete);
    expect(new Set(settled)).toEqual(new Set(ROWS));
  }
});

describe('a table that throttles', () => {
  it('slows a sweep, and does not fail it', async () => {
    const clock = newClock();
    const began = clock.now();
    let refusals = 9;
    const beforePage = () => {
      if (refusals-- > 0) throw new Throttled();
    };
    expect((await run({ beforePage, clock })).state).toEqual(complete);
    expect(clock.now() - began).toBeGreaterThan(LIMITS.throttledPause);
  });

  it('to the end of the time leaves a sweep that goes on', async () => {
    const cursors = memoryCursors<{ rows: number }>();
    const clock = newClock();
    const beforePage = ({ after }: SegmentPosition) => {
      if (after?.sk === '0') throw new Throttled();
    };
    const first = await run({ beforePage, cursors, clock, until: clock.now() + 60_000 });
    expect(first.state).toMatchObject({ isComplete: false, pages: TABLE.length });
    const second = await run({ cursors, clock });
    expect(second.read.length).toBe(PAGES - TABLE.length);
    expect(second.state).toEqual(complete);
  });
});

it('one page that cannot be read ends all segments after their page, and is told', async () => {
  const cursors = memoryCursors<{ rows: number }>();
  const beforePage = ({ segment, after }: SegmentPosition) => {
    if (segment === 0 && after) throw new Died();
  };
  const { read, state } = await run({ beforePage, cursors });
  expect(state).toBeInstanceOf(Died);
  expect(read.length).toBeLessThan(PAGES - 1);
  expect((await run({ cursors })).state).toEqual(complete);
});

describe('a stored cursor', () => {
  const now = Date.now();
  const cursor = { startedAt: now, pages: 1, counts: { rows: 2 }, after: { pk: 'a', sk: 'b' } };
  const parse = (value: unknown) => parseCursor(JSON.stringify(value), { nothing: NOTHING, now });

  it('is read as it was written, at the end of a segment too', () => {
    expect(parse(cursor)).toEqual(cursor);
    const { after: _, ...atEnd } = cursor;
    expect(parse(atEnd)).toEqual(atEnd);
    expect(parse({ ...cursor, startedAt: now - LIMITS.sweepAge + 1 })).toBeDefined();
  });

  it.each([
    ['too old', { ...cursor, startedAt: now - LIMITS.sweepAge }],
    ['of the future', { ...cursor, startedAt: now + LIMITS.cursorSkew + 1 }],
    ['with other counts', { ...cursor, counts: { seen: 1 } }],
    ['with a count below nothing', { ...cursor, counts: { rows: -1 } }],
    ['with half a position', { ...cursor, after: { pk: 'a' } }],
    ['with more than it has', { ...cursor, more: true }],
    ['that is a text', 'end'],
    ['that is null', null],
  ])('%s is none', (_, value) => expect(parse(value)).toBeUndefined());
  it('that is no JSON is none', () => {
    expect(parseCursor('{', { nothing: NOTHING, now })).toBeUndefined();
  });
});
