/**
 * T151: the ways of writing in which a server could repeat a token by mistake.
 * Covers client/src/secret-patterns.ts, client/src/read-character.ts, client/src/base64-runs.ts, client/src/find-secrets.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrubber } from '../../client/src/scrub-bytes.ts';
import { patternsOf } from '../../client/src/secret-patterns.ts';
import { TOKEN } from './fake-injector.ts';
import { allPercent, allUnicode, base64, json, lines, swapped, WAYS, type Write } from './ways-of-writing.ts';

/** The base64 of a file in a content block of MCP, which is decoded before it is searched. */
const IN_FILES: Record<string, Write> = Object.fromEntries(
  Object.entries(WAYS)
    // Decoded once: a file of base64 in base64 in a URL is not.
    .filter(([way]) => !way.includes('PEM'))
    .map(([way, write]): [string, Write] => [
      `a file with it ${way}`,
      (text) => json({ type: 'resource', resource: { uri: 'file:///a', blob: base64(write(text)) } }),
    ]),
);

const secret = fc.oneof(
  fc
    .string({ unit: 'binary-ascii', minLength: 12, maxLength: 80 })
    .map((text) => text.replace(/[^!-~]/g, 'x')),
  fc.base64String({ minLength: 12, maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~+/='), minLength: 12, maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'%\\&#;xu0641'), minLength: 12, maxLength: 40 }),
);
const wellFormed = fc
  .string({ unit: 'grapheme', maxLength: 10 })
  .map((text) => (text.isWellFormed() ? text : ''));
const cuts = fc.array(fc.nat(), { maxLength: 4 });

function scrubbed(token: string, given: string | Buffer, places: readonly number[] = []): string {
  let found = false;
  const onFound = () => {
    found = true;
  };
  const scrubber = createScrubber({ patterns: patternsOf([token]), onFound });
  const bytes = Buffer.from(given);
  const ends = [...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const parts = ends.map((end, index) => scrubber.push(bytes.subarray(ends[index - 1] ?? 0, end)));
  const out = Buffer.concat([...parts, scrubber.end()]).toString('latin1');
  expect(out !== bytes.toString('latin1')).toBe(found);
  return out;
}

/** Without NULs, so that the placeholder of UTF-16 is found, too. */
const isRemoved = (text: string) => text.replaceAll('\0', '').includes('[removed]');

describe('T151: a token', () => {
  it.each(Object.entries(WAYS))('is found %s, however the stream is cut', (_way, write) => {
    fc.assert(
      fc.property(secret, wellFormed, wellFormed, cuts, (token, before, after, places) => {
        expect(isRemoved(scrubbed(token, write(`${before}${token}${after}`), places))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it.each(Object.entries(IN_FILES))('is found in %s, however the stream is cut', (_way, write) => {
    fc.assert(
      fc.property(secret, wellFormed, wellFormed, cuts, (token, before, after, places) => {
        expect(isRemoved(scrubbed(token, write(`${before}${token}${after}`), places))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('is found if each of its characters is written in another way', () => {
    const ways: ((letter: string) => string)[] = [
      (letter) => letter,
      allUnicode,
      allPercent,
      (letter) => `&#${letter.charCodeAt(0)};`,
      (letter) => json(allUnicode(letter)).slice(1, -1),
      (letter) => allPercent(allUnicode(letter)),
    ];
    fc.assert(
      fc.property(fc.infiniteStream(fc.constantFrom(...ways)), (chosen) => {
        const text = [...TOKEN].map((letter) => (chosen.next().value ?? allPercent)(letter)).join('');
        expect(scrubbed(TOKEN, `a ${text} z`)).toBe('a [removed] z');
      }),
    );
  });

  it.each<[string, (file: string) => string]>([
    ['in lines', (file) => lines(file, 76, '\r\n')],
    ['in indented lines behind a word', (file) => `a: x ${lines(file, 64, '\n  ')}`],
    ['behind a word and a blank', (file) => `data:a/b x ${file}`],
    ['behind a line and a word', (file) => `ab\nx ${file}`],
    ['behind a line end in JSON', (file) => json(`a:\n${file}`)],
    ['behind a line end in JSON in JSON', (file) => json(json(`a:\r\n${file}`))],
    ['behind a word in JSON', (file) => json(`a file\n\nx ${file}`)],
    ['in JSON of PHP in JSON', (file) => json(json(file).replaceAll('/', '\\/'))],
    ['in a URL', (file) => `https://a.example/?file=${encodeURIComponent(file)}`],
  ])('in a file is found where its base64 stands %s', (_where, place) => {
    for (const write of [allPercent, allUnicode, (text: string) => base64(`a${text}`)])
      for (const before of ['', 'x', 'xy', '~~~???'])
        expect(isRemoved(scrubbed(TOKEN, place(base64(`${before}${write(TOKEN)}`))))).toBe(true);
  });

  it('is replaced with its escapes, so that JSON stays JSON', () => {
    for (const token of ['/a-token-with-slashes/', '"a-token-in-quotes"', '\\a-token-with-backslashes\\'])
      for (const text of [json({ token }), json({ token }).replaceAll('/', '\\/')])
        expect(JSON.parse(scrubbed(token, text))).toEqual({ token: '[removed]' });
  });

  it('with an equals sign is found in quoted-printable, behind its first character', () => {
    const token = 'a-token=with=equals==';
    for (const text of [
      'a-token=3Dwith=3Dequals=3D=3D',
      'a-token=3Dwith=\r\n=3Dequals=3D=\r\n=3D',
      'a=2Dtoken=3dwith=equals==',
    ])
      expect(scrubbed(token, text)).toBe('[removed]');
  });

  it.each([
    'abc=defghijklmnop',
    'abc=\rdefghijklmnop',
    'abc:defghijklmnop',
    'abc defghijklmnop',
    'abc\ndefghijklmnop',
  ])('is not seen in %j, which has another character within it', (text) => {
    expect(scrubbed('abcdefghijklmnop', text)).toBe(text);
  });

  it('with blanks is found in a form', () => {
    const token = 'a pass phrase of ada';
    expect(scrubbed(token, new URLSearchParams({ token }).toString())).toBe('token=[removed]');
  });

  it('with characters beyond ASCII is found', () => {
    const token = 'paßwörtchen-Ωmega-☃';
    for (const write of [
      WAYS['in JSON'],
      WAYS['in UTF-16 LE'],
      WAYS['in UTF-16 BE'],
      WAYS['in HTML in JSON'],
    ] as Write[])
      expect(isRemoved(scrubbed(token, write(`<${token}>`)))).toBe(true);
    for (const text of [
      allUnicode(token),
      allPercent(token),
      base64(token),
      base64(Buffer.from(token, 'utf16le')),
    ])
      expect(isRemoved(scrubbed(token, text))).toBe(true);
  });

  it.each([0, 1, 2, 3, 4, 5])('in base64 behind %i bytes leaves next to nothing', (before) => {
    const out = scrubbed(TOKEN, base64(`${'x'.repeat(before)}${TOKEN}yz`));
    const rest = Buffer.from(out.replace('[removed]', ''), 'base64').toString('latin1');
    expect(out).toContain('[removed]');
    expect(rest.length).toBeLessThanOrEqual(before + 4);
  });

  it('in UTF-16 leaves a text that can still be read', () => {
    for (const write of [(text: string) => Buffer.from(text, 'utf16le'), swapped]) {
      const out = Buffer.from(scrubbed(TOKEN, write(`{"a":"${TOKEN}","b":1}`)), 'latin1');
      expect(out).toEqual(write('{"a":"[removed]","b":1}'));
    }
  });
});
