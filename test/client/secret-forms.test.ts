/**
 * T151: the ways of writing in which a server could repeat a token by mistake.
 * Covers client/src/secret-patterns.ts, client/src/read-character.ts, client/src/base64-runs.ts, client/src/find-secrets.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrubber } from '../../client/src/scrub-bytes.ts';
import { patternsOf } from '../../client/src/secret-patterns.ts';
import { TOKEN } from './fake-injector.ts';

type Write = (text: string) => string | Buffer;

const each = (text: string, write: (code: number) => string) =>
  [...text].map((letter) => write(letter.codePointAt(0) ?? 0)).join('');
const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');
const bytesOf = (text: string) => Buffer.from(text).toString('latin1');
const lines = (text: string, width: number, end: string) =>
  text.replaceAll(new RegExp(`.{${width}}`, 'g'), `$&${end}`);
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
const json = (value: unknown) => JSON.stringify(value);
const allPercent = (text: string) => each(bytesOf(text), (code) => `%${hex(code, 2)}`);
const allUnicode = (text: string) => each(text, (code) => `\\u${hex(code, 4)}`);

/** The names of HTML for what a token may hold. */
const NAMES: Record<string, string> = {
  ...{ '.': 'period', _: 'lowbar', '-': 'hyphen', '+': 'plus', '/': 'sol', '=': 'equals', '~': 'tilde' },
  ...{ '%': 'percnt', '\\': 'bsol', '&': 'amp', '#': 'num', ';': 'semi', ':': 'colon', '<': 'lt', '>': 'gt' },
};
/** Soft line breaks (RFC 2045 section 6.7); a CR, which the property may have, would be no character of a token. */
const softLines = (text: string, width: number) =>
  text.replaceAll(new RegExp(`.{${width}}`, 'gu'), '$&=\r\n');

/** Ways of writing a whole text, and with it the token in it. */
const WAYS: Record<string, Write> = {
  'as it is': (text) => text,
  'in JSON': (text) => json({ text }),
  'in JSON in JSON': (text) => json({ text: json({ text }) }),
  'in JSON in JSON in JSON': (text) => json(json(json(text))),
  'in JSON of PHP': (text) => json({ text }).replaceAll('/', '\\/'),
  'in JSON of PHP in JSON': (text) => json(json({ text }).replaceAll('/', '\\/')),
  'in JSON with HTML escaped': (text) =>
    json(text).replace(/[<>&='+]/g, (letter) => `\\u${hex(letter.charCodeAt(0), 4).toUpperCase()}`),
  'with all characters as \\u': (text) => `"${allUnicode(text)}"`,
  'with all characters as \\U in JSON': (text) =>
    json(allUnicode(text).toUpperCase().replaceAll('\\U', '\\u')),
  'with all characters as \\x': (text) => each(bytesOf(text), (code) => `\\x${hex(code, 2)}`),
  'with all characters as \\u{}': (text) => each(text, (code) => `\\u{${hex(code, 1)}}`),
  'with all characters in octal': (text) =>
    each(bytesOf(text), (code) => `\\${code.toString(8).padStart(3, '0')}`),
  'in a URL': (text) => encodeURIComponent(text),
  'in a URL, in small letters': (text) =>
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'in a URL in a URL': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in a URL in JSON of PHP': (text) => json(encodeURIComponent(text)).replaceAll('/', '\\/'),
  'JSON in a URL': (text) => encodeURIComponent(json({ text })),
  'in a form': (text) => new URLSearchParams({ text }).toString(),
  'with all characters percent-encoded': allPercent,
  'with all characters percent-encoded twice': (text) => allPercent(allPercent(text)),
  'with all characters as \\u, percent-encoded': (text) => allPercent(allUnicode(text)),
  'with all characters as %u': (text) => each(text, (code) => `%u${hex(code, 4)}`),
  'with HTML references by number': (text) => each(text, (code) => `&#${code};`),
  'with HTML references by number, padded and without an end': (text) =>
    each(text, (code) => `&#${String(code).padStart(7, '0')}`),
  'with all characters as \\U of eight digits': (text) => each(text, (code) => `\\U${hex(code, 8)}`),
  'with all characters as \\u{} of eight digits': (text) => each(text, (code) => `\\u{${hex(code, 8)}}`),
  'with HTML references of eight digits': (text) =>
    each(text, (code) => `&#${String(code).padStart(8, '0')};`),
  'with HTML references of eight hexadecimal digits': (text) => each(text, (code) => `&#x${hex(code, 8)};`),
  'with HTML references by name': (text) =>
    text.replace(/[^A-Za-z0-9\s]/g, (letter) => (NAMES[letter] ? `&${NAMES[letter]};` : letter)),
  'in UTF-16 LE that was read as bytes, in JSON': (text) =>
    json(Buffer.from(text, 'utf16le').toString('latin1')),
  'in UTF-16 BE that was read as bytes, in JSON in JSON': (text) =>
    json(json(swapped(text).toString('latin1'))),
  'in UTF-16 LE that was read as bytes, in a URL': (text) =>
    encodeURIComponent(Buffer.from(text, 'utf16le').toString('latin1')),
  'in UTF-16 LE that was read as bytes, with \\x': (text) =>
    each(Buffer.from(text, 'utf16le').toString('latin1'), (code) => `\\x${hex(code, 2)}`),
  'in hexadecimal with colons': (text) => lines(Buffer.from(text).toString('hex'), 2, ':'),
  'in hexadecimal with blanks': (text) => lines(Buffer.from(text).toString('hex').toUpperCase(), 2, ' '),
  'in hexadecimal in lines': (text) => lines(Buffer.from(text).toString('hex'), 32, '\r\n'),
  'in lines of hexadecimal with colons, in JSON': (text) =>
    json(lines(lines(Buffer.from(text).toString('hex'), 2, ':'), 45, '\n    ')),
  'in lines of quoted-printable': (text) => softLines(text, 20),
  'in lines of quoted-printable in JSON': (text) => json(softLines(text, 9)),
  'in quoted lines of base64': (text) => lines(base64(text), 20, '\n> '),
  'with HTML references in hexadecimal': (text) => each(text, (code) => `&#x${hex(code, 2)};`),
  'in HTML': (text) =>
    text.replace(
      /[&<>"']/g,
      (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? '&#39;',
    ),
  'in HTML in JSON': (text) => json(each(text, (code) => `&#${code};`)),
  'in HTML in HTML': (text) => each(text, (code) => `&amp;#${code};`),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
  'in upper hexadecimal': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in UTF-16 LE': (text) => Buffer.from(text, 'utf16le'),
  'in UTF-16 LE with a BOM': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'in UTF-16 BE': swapped,
  'in UTF-16 BE with a BOM': (text) => swapped(`\ufeff${text}`),
  'in JSON in UTF-16 LE': (text) => Buffer.from(json(json({ text })), 'utf16le'),
  'with all characters as \\u in UTF-16 BE': (text) => swapped(allUnicode(text)),
  'in UTF-32': (text) =>
    Buffer.concat([...text].map((letter) => Buffer.from(Uint32Array.of(letter.codePointAt(0) ?? 0).buffer))),
  'in base64': base64,
  'in base64url without padding': (text) => Buffer.from(text).toString('base64url'),
  'in base64 behind letters': (text) => `ab${base64(text)}`,
  'in base64url behind letters': (text) => `abc${Buffer.from(text).toString('base64url')}`,
  'in base64 with / escaped': (text) => json(base64(text)).replaceAll('/', '\\/'),
  'in base64 in a URL': (text) => encodeURIComponent(base64(text)),
  'in base64 in UTF-16': (text) => Buffer.from(base64(text), 'utf16le'),
  'in lines of base64 of MIME': (text) => lines(base64(text), 76, '\r\n'),
  'in lines of base64 of PEM': (text) => lines(base64(text), 64, '\n'),
  'in short lines of base64url': (text) => lines(Buffer.from(text).toString('base64url'), 7, '\r'),
  'in indented lines of base64': (text) => lines(base64(text), 64, '\r\n    '),
  'in lines of base64 in JSON': (text) => json(lines(base64(text), 76, '\r\n')),
  'in lines of base64 in JSON in JSON': (text) => json(json(lines(base64(text), 64, '\n'))),
  'in UTF-16 in base64': (text) => base64(Buffer.from(text, 'utf16le')),
  'in UTF-16 BE in lines of base64': (text) => lines(base64(swapped(text)), 76, '\r\n'),
};

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
