/** Covers client/src/known-secrets.ts. */
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { KnownSecrets } from '../../client/src/known-secrets.ts';
import { LIMITS } from '../../client/src/limits.ts';
import { scrubText } from '../../client/src/scrub-bytes.ts';

const token = (index: number) => `token-of-call-${index}-end`;
const injection = (index: number) => ({ headers: { Authorization: `Bearer ${token(index)}` } });
const isKnown = (known: KnownSecrets, index: number) =>
  scrubText(token(index), { patterns: known.patterns, onFound: () => undefined }) === '[removed]';

it('T151: the newest secrets are looked for, and what was sent last is forgotten last', () => {
  const known = new KnownSecrets(injection(0));
  for (let index = 1; index < LIMITS.knownSecrets; index++) known.add(injection(index));
  expect(isKnown(known, 0)).toBe(true);
  known.add(injection(0));
  known.add(injection(100));
  expect([0, 1, 2, 100].map((index) => isKnown(known, index))).toEqual([true, false, true, true]);
});

it('what is known already is not prepared again, and nothing of it is shown', () => {
  const known = new KnownSecrets(injection(0));
  const { patterns, caselessPatterns } = known;
  known.add(injection(0));
  expect(known.patterns).toBe(patterns);
  expect(known.caselessPatterns).toBe(caselessPatterns);
  expect(inspect(known, { showHidden: true, depth: 9 }) + JSON.stringify(known)).not.toContain('token');
});
