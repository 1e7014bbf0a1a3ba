/** Covers client/src/scrub-bytes.ts, client/src/find-patterns.ts, client/src/find-secrets.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../client/src/find-secrets.ts';
import { LIMITS } from '../../client/src/limits.ts';
import { inputOf } from '../../client/src/read-character.ts';
import { createScrubber, type Search, searchBudget } from '../../client/src/scrub-bytes.ts';
import { scrubResult } from '../../client/src/scrub-result.ts';
import { type PatternSet, patternSet, patternsOf, plain } from '../../client/src/secret-patterns.ts';
import { TOKEN } from './fake-injector.ts';

/** Patterns of texts in clear. */
const inClear = (words: readonly string[]) => patternSet(words.map((word) => plain([...Buffer.from(word)])));

function scrubbed(chunks: readonly Uint8Array[], patterns: PatternSet) {
  let found = 0;
  const search: Search = { patterns, onFound: () => void found++ };
  const scrubber = createScrubber(search);
  const parts = chunks.map((chunk) => scrubber.push(chunk));
  return { text: Buffer.concat([...parts, scrubber.end()]).toString('latin1'), found };
}

/** The oracle: reads everything at once, from the left, and takes the longest. */
function naive(text: string, words: readonly string[]): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const hits = words.filter((word) => text.startsWith(word, at)).sort((a, b) => b.length - a.length);
    out += hits[0] === undefined ? text[at] : '[removed]';
    at += hits[0]?.length ?? 1;
  }
  return out;
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

describe('T151: the scrubber', () => {
  // Few letters, so that secrets overlap, begin within each other and repeat themselves. None is a letter of base64.
  const word = (maxLength: number) => fc.string({ unit: fc.constantFrom('~', '.'), minLength: 1, maxLength });
  const words = fc.uniqueArray(word(6), { minLength: 1, maxLength: 4 });
  const places = (maxLength: number) => fc.array(fc.nat(), { maxLength });

  it('gives what reading everything at once would give, however the stream is cut', () => {
    fc.assert(
      fc.property(words, word(40), places(40), (secrets, text, cuts) => {
        const { text: out, found } = scrubbed(cutAt(Buffer.from(text), cuts), inClear(secrets));
        expect(out).toBe(naive(text, secrets));
        expect(found > 0).toBe(secrets.some((each) => text.includes(each)));
      }),
      { numRuns: 3_000 },
    );
  });

  it('holds back only what could become a secret, and never as much as one', () => {
    fc.assert(
      fc.property(words, word(60), places(60), (secrets, text, cuts) => {
        // None is ever complete, so what goes in less what comes out is what is held.
        const patterns = inClear(secrets.map((each) => `${each}!`));
        const scrubber = createScrubber({ patterns, onFound: () => expect.unreachable() });
        let read = '';
        let held = 0;
        for (const chunk of cutAt(Buffer.from(text), cuts)) {
          read += chunk.toString();
          held += chunk.length - scrubber.push(chunk).length;
          const end = read.slice(read.length - held);
          expect(held === 0 || secrets.some((secret) => `${secret}!`.startsWith(end))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('holds back no more than three characters of base64 in which nothing was found', () => {
    const scrubber = createScrubber({ patterns: patternsOf([TOKEN]), onFound: () => expect.unreachable() });
    const image = Buffer.alloc(3_000, 'no token').toString('base64');
    let held = 0;
    for (const letter of `{"data":"${image}"}`) {
      held += 1 - scrubber.push(Buffer.from(letter)).length;
      expect(held).toBeLessThanOrEqual(20);
    }
    const rest = createScrubber({ patterns: patternsOf([TOKEN]), onFound: () => expect.unreachable() });
    expect(image.length - rest.push(Buffer.from(image)).length).toBeLessThanOrEqual(3);
  });

  it('reads a large answer full of secrets in one pass', () => {
    const { text } = scrubbed([Buffer.from(TOKEN.repeat(20_000))], patternsOf([TOKEN]));
    expect(text).toBe('[removed]'.repeat(20_000));
  });

  it('lets everything through without secrets', () => {
    expect(scrubbed([Buffer.from('a'), Buffer.alloc(0), Buffer.from('b')], patternsOf([])).text).toBe('ab');
  });

  it('looks for a secret that becomes known while a stream is open', () => {
    let patterns = patternsOf([]);
    const scrubber = createScrubber({
      get patterns() {
        return patterns;
      },
      onFound: () => undefined,
    });
    expect(Buffer.from(scrubber.push(Buffer.from(`1 ${TOKEN}!`))).toString()).toBe(`1 ${TOKEN}!`);
    patterns = patternsOf([TOKEN]);
    expect(Buffer.from(scrubber.push(Buffer.from(`2 ${TOKEN}!`))).toString()).toBe('2 [removed]!');
  });
});

describe('T153: an answer that is made to be slow', () => {
  const refused = expect.objectContaining({ name: 'ResponseRefused', code: 'unsearchable' });

  it('because it repeats the beginning of a token that repeats itself is refused', () => {
    const search: Search = { patterns: patternsOf([`${'a'.repeat(2_000)}b`]), onFound: () => undefined };
    const scrubber = createScrubber(search);
    expect(() => scrubber.push(Buffer.alloc(20_000, 'a'))).toThrow(refused);
  });

  it('because it comes byte by byte behind the beginning of a long token is refused', () => {
    const token = Buffer.alloc(4_500, 'abcdefghijklmnopqrstuvwxyz0123456789!').toString('latin1');
    const scrubber = createScrubber({ patterns: patternsOf([token]), onFound: () => undefined });
    expect(() => {
      for (let index = 0; index < 4_500; index++) scrubber.push(Buffer.from(token.slice(index, index + 1)));
    }).toThrow(refused);
  });

  it('costs steps for each reading, so that the limit bounds the time', () => {
    for (const [unit, least] of [
      ['\\%', 20],
      ['%25', 5],
      ['&amp;', 4],
      ['ya29.', 0.5],
    ] as const) {
      const input = inputOf(Buffer.alloc(4_000, unit), 1e9);
      findSecrets(input, patternsOf([TOKEN]), true);
      expect((1e9 - input.stepsLeft) / 4_000).toBeGreaterThan(least);
    }
  });

  const KNOWN = Array.from({ length: 16 }, (_, index) => `eyJ0${index}.of-a-long-token`);
  const stepsOf = (text: string, secrets: readonly string[]) => {
    const input = inputOf(Buffer.from(text), 1e9);
    findSecrets(input, patternsOf(secrets), true);
    return 1e9 - input.stepsLeft;
  };

  it('costs steps for each known token that may begin there', () => {
    const text = 'eyJ0 '.repeat(1_000);
    expect(stepsOf(text, KNOWN)).toBeGreaterThan(8 * stepsOf(text, KNOWN.slice(0, 1)));
  });

  it('costs steps for bytes that are only passed over, decoded, or in lines', () => {
    expect(stepsOf('~'.repeat(1_600), [TOKEN])).toBeGreaterThanOrEqual(100);
    expect(stepsOf('AAAA'.repeat(400), [TOKEN])).toBeGreaterThanOrEqual(100 + 75);
    expect(stepsOf('AAAA\n'.repeat(400), [TOKEN])).toBeGreaterThanOrEqual(400 * 5);
  });

  it('is refused when the steps in all are spent, however many bytes it has', () => {
    const budget = searchBudget(LIMITS.searchSteps + 100_000);
    budget.left = 0;
    const scrubber = createScrubber({ patterns: patternsOf(KNOWN), onFound: () => undefined, budget });
    const chunk = Buffer.alloc(700, '\\\\u0065');
    let passed = 0;
    expect(() => {
      for (; passed < 100; passed += 1) scrubber.push(chunk);
    }).toThrow(refused);
    // It takes 20 to 50 steps for each byte, so the 100,000 end after 2,000 to 5,000 bytes.
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(12);
  });

  it('is refused as a result too, whose texts have one budget', () => {
    const budget = { left: 100_000, more: 0 };
    const search: Search = { patterns: patternsOf(KNOWN), onFound: () => undefined, budget };
    const texts = (count: number) =>
      Array.from({ length: count }, (_, at) => `${'\\\\u0065'.repeat(100)}${at}`);
    expect(scrubResult(texts(2), search)).toEqual(texts(2));
    expect(() => scrubResult(texts(20), search)).toThrow(refused);
  });

  it('has default budgets that end after seconds', () => {
    // A step takes up to 0.2 µs.
    for (const [inAll, seconds] of [
      [LIMITS.searchStepsInAll, 13],
      [LIMITS.searchStepsAtOnce, 5],
    ] as const)
      expect(inAll * 0.2e-6).toBeLessThan(seconds);
  });

  it.each(['\\', '%25', '&amp;', '\\\\\\\\\\\\\\\\u', '%5C%5C'])(
    'because it consists of %s is passed or refused',
    (unit) => {
      const scrubber = createScrubber({ patterns: patternsOf([TOKEN]), onFound: () => expect.unreachable() });
      const chunk = Buffer.alloc(5_000, unit);
      let passed = 0;
      try {
        for (let index = 0; index < 4; index++) passed += scrubber.push(chunk).length;
      } catch (error) {
        expect(error).toEqual(refused);
        return;
      }
      expect(passed).toBeGreaterThan(4 * chunk.length - 1_000);
    },
  );
});
