/** Fences of sweeps, their cursors, and the data keys that go after them. */
import type { Fence } from './fence.ts';

const CURSORS = 'test/journeys/sweep-cursors.test.ts';
const INTERLEAVINGS = 'test/journeys/sweep-interleavings.test.ts';
const RUN = 'test/broker/run-sweep.test.ts';

export const ROTATION_FENCES: readonly Fence[] = [
  {
    what: 'a cursor of another sweep is not followed',
    file: 'src/broker/sealed-places.ts',
    fence: "field: 'cursor', generation: 0, binding }",
    without: "field: 'cursor', generation: 0, binding: binding.slice(32) }",
    test: CURSORS,
    name: 'of another number of segments',
  },
  {
    what: 'a cursor of another segment is not followed',
    file: 'src/broker/sealed-places.ts',
    fence: 'const item = [PARTITION.sweep + kind, String(segment)] as const;',
    without: 'const item = [PARTITION.sweep + kind, String(segment * 0)] as const;',
    test: CURSORS,
    name: 'of another segment',
  },
  {
    what: 'no cursor of before a restore is followed after it',
    file: 'src/broker/data-key/sealed-cursors.ts',
    fence: 'String(segments), restoreId]);',
    without: 'String(segments), restoreId.slice(99)]);',
    test: INTERLEAVINGS,
    name: 'also behind the cursor',
    proves: ['T087'],
  },
  {
    what: 'a cursor is good for a day',
    file: 'src/broker/sweep/segment-cursor.ts',
    fence: '  if (data.startedAt <= now - LIMITS.sweepAge) return undefined;\n',
    without: '',
    test: CURSORS,
    name: 'that is a day old',
  },
  {
    what: 'what a page was found to be counts when its cursor is stored',
    file: 'src/broker/sweep/run-sweep.ts',
    fence: 'await patiently(ports, until, () => cursors.save(segment, next));',
    without: 'if (next.after) await patiently(ports, until, () => cursors.save(segment, next));',
    test: RUN,
    name: 'before the cursors are forgotten',
  },
  {
    what: 'a sweep is complete when all of its segments are',
    file: 'src/broker/sweep/run-sweep.ts',
    fence: 'begun.length === cursors.length && begun.every(({ after }) => !after)',
    without: 'begun.some(({ after }) => !after)',
    test: RUN,
    name: 'to the end of the time',
  },
  {
    what: 'a table that throttles fails no sweep',
    file: 'src/broker/sweep/run-sweep.ts',
    fence: '    if (!ports.isThrottled(error)) throw error;\n',
    without: '    throw error;\n',
    test: RUN,
    name: 'to the end of the time',
  },
  {
    what: 'no data key goes while rows come back',
    file: 'src/broker/data-key/sweep-sealed-rows.ts',
    fence: "  if (restored?.state === 'running') return 'restored';\n",
    without: '',
    test: INTERLEAVINGS,
    name: 'until a restore has come to its end',
    proves: ['T087'],
  },
  {
    what: 'a data key that goes as a restore begins is put back',
    file: 'src/broker/data-key/retire-keys.ts',
    fence: '    if (!isGone) await putBack(ports, record);\n',
    without: '    void putBack;\n',
    test: INTERLEAVINGS,
    name: 'right before a key is deleted',
    proves: ['T087'],
  },
  {
    what: 'a restore that was overtaken leaves the end to the other one',
    file: 'src/broker/restore/bring-back.ts',
    fence: '{ expect: { id: { is: id } }, set: ended,',
    without: '{ expect: {}, set: ended,',
    test: INTERLEAVINGS,
    name: 'is not the end of another',
    proves: ['T087'],
  },
  {
    what: 'a restore that only counts writes in no store',
    file: 'ops/bring-back.ts',
    fence: "...('add' in store && { add })",
    without: "...('add' in store && name !== 'appPolicies' && { add })",
    test: 'test/ops/bring-back.test.ts',
    name: 'only counts with --check',
    proves: ['T168'],
  },
];
