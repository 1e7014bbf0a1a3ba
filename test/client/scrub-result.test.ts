/**
 * T151: what a spawned server's client returned or threw, at any depth.
 * Covers client/src/scrub-result.ts, client/src/known-secrets.ts, client/src/removed.ts.
 */
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { KnownSecrets } from '../../client/src/known-secrets.ts';
import { scrubError, scrubResult } from '../../client/src/scrub-result.ts';
import { TOKEN } from './fake-injector.ts';

const CLEAN = '[removed]';
function scrubber() {
  const found: true[] = [];
  const { patterns } = new KnownSecrets({ headers: { Authorization: `Bearer ${TOKEN}` } }).now;
  return { found, patterns, onFound: () => void found.push(true) };
}

it.each<[string, () => unknown, unknown]>([
  [
    'text in lists and objects',
    () => ({ a: [`x${TOKEN}`, { [TOKEN]: 1 }] }),
    { a: [`x${CLEAN}`, { [CLEAN]: 1 }] },
  ],
  ['bytes', () => ({ data: Buffer.from(`x${TOKEN}`) }), { data: Buffer.from(`x${CLEAN}`) }],
  ['a map', () => new Map([[TOKEN, [TOKEN]]]), new Map([[CLEAN, [CLEAN]]])],
  ['a set', () => new Set([TOKEN]), new Set([CLEAN])],
])('T151: is taken out of %s', (_, make, expected) => {
  const with_ = scrubber();
  expect(scrubResult(make(), with_)).toEqual(expected);
  expect(with_.found.length).toBeGreaterThan(0);
});

it('T151: is taken out of errors within errors, whose classes stay', () => {
  const inner = Object.assign(new TypeError(`bad ${TOKEN}`), { data: [new RangeError(TOKEN)] });
  const error = new AggregateError([inner], 'several', { cause: inner });
  const clean = scrubError(error, scrubber()) as AggregateError;
  expect(clean).toBe(error);
  expect(clean.errors[0]).toBeInstanceOf(TypeError);
  const told = [clean.errors[0].message, clean.errors[0].stack, clean.errors[0].data[0].message].join();
  expect(told).not.toContain(TOKEN);
  expect(told).toContain(CLEAN);
});

it('T151: is taken out of an error that cannot be changed, which is made anew', () => {
  const frozen = Object.freeze(Object.assign(new TypeError(`bad ${TOKEN}`), { data: TOKEN }));
  const clean = scrubError(frozen, scrubber()) as Error;
  expect(clean).toBeInstanceOf(Error);
  expect(clean).toMatchObject({ name: 'TypeError', message: `bad ${CLEAN}` });
  expect(inspect(clean, { showHidden: true })).not.toContain(TOKEN);
});

it('what refers to itself comes back as it is, and nothing is found where nothing is', () => {
  const result: { self?: unknown; list: unknown[] } = { list: [] };
  result.self = result;
  result.list.push(result.list, Buffer.from('no token'));
  const error = new Error('without');
  error.cause = error;
  const with_ = scrubber();
  const copy = scrubResult(result, with_);
  expect(copy.self).toBe(copy);
  expect(copy.list[0]).toBe(copy.list);
  expect(scrubError(error, with_)).toBe(error);
  expect(error.cause).toBe(error);
  expect(with_.found).toEqual([]);
});
