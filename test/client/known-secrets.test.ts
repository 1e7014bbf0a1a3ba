/** Covers client/src/known-secrets.ts, client/src/secret-set.ts, client/src/answer-secrets.ts. */
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { AnswerSecrets } from '../../client/src/answer-secrets.ts';
import { KnownSecrets } from '../../client/src/known-secrets.ts';
import { LIMITS } from '../../client/src/limits.ts';
import { createScrubber, scrubText } from '../../client/src/scrub-bytes.ts';

const token = (index: number) => `token-of-call-${index}-end`;
const injection = (index: number) => ({ headers: { Authorization: `Bearer ${token(index)}` } });
const onFound = () => undefined;
const isKnown = ({ now }: KnownSecrets, index: number) =>
  scrubText(token(index), { patterns: now.patterns, onFound }) === '[removed]';
const forget = (known: KnownSecrets) => {
  for (let index = 1; index <= LIMITS.knownSecrets; index++) known.add(injection(index));
};

it('T151: the newest secrets are looked for, and what was sent last is forgotten last', () => {
  const known = new KnownSecrets(injection(0));
  for (let index = 1; index < LIMITS.knownSecrets; index++) known.add(injection(index));
  expect(isKnown(known, 0)).toBe(true);
  known.add(injection(0));
  known.add(injection(100));
  expect([0, 1, 2, 100].map((index) => isKnown(known, index))).toEqual([true, false, true, true]);
});

it('T151: an open answer is searched for its own token after its fetch has forgotten it', () => {
  const known = new KnownSecrets();
  const own = new AnswerSecrets(known, injection(0));
  const scrubber = createScrubber({
    get patterns() {
      return own.patterns;
    },
    onFound,
  });
  const push = (text: string) => Buffer.from(scrubber.push(Buffer.from(text))).toString();
  expect(push('1 token-of-ca')).toBe('1 ');
  forget(known);
  expect(isKnown(known, 0)).toBe(false);
  expect(push('ll-0-end! token-of-call-16-end!')).toBe('[removed]! [removed]!');
  expect(scrubText(`x-${token(0)}`, { patterns: own.caselessPatterns, onFound })).toBe('x-[removed]');
});

it('T151: all secrets of one injection are looked for, however many there are', () => {
  const secrets = Array.from({ length: LIMITS.knownSecrets + 4 }, (_, index) => token(index));
  const { patterns } = new AnswerSecrets(new KnownSecrets(), { headers: {}, secrets });
  expect(scrubText(secrets.join(' '), { patterns, onFound })).toBe(secrets.map(() => '[removed]').join(' '));
});

it('what is known already is not prepared again, and nothing of it is shown', () => {
  const known = new KnownSecrets(injection(0));
  const own = new AnswerSecrets(known, injection(0));
  const { patterns, caselessPatterns } = known.now;
  expect(own.patterns).toBe(patterns);
  expect(own.caselessPatterns).toBe(caselessPatterns);
  forget(known);
  expect(own.patterns).toBe(own.patterns);
  for (const shown of [known, own])
    expect(inspect(shown, { showHidden: true, depth: 9 }) + JSON.stringify(shown)).not.toContain('token');
});
