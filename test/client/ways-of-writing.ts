/** The ways of writing in which a server could repeat a token by mistake (T151). */

export type Write = (text: string) => string | Buffer;

export const each = (text: string, write: (code: number) => string) =>
  [...text].map((letter) => write(letter.codePointAt(0) ?? 0)).join('');
const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');
const bytesOf = (text: string) => Buffer.from(text).toString('latin1');
export const lines = (text: string, width: number, end: string) =>
  text.replaceAll(new RegExp(`.{${width}}`, 'g'), `$&${end}`);
export const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
export const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
export const json = (value: unknown) => JSON.stringify(value);
export const allPercent = (text: string) => each(bytesOf(text), (code) => `%${hex(code, 2)}`);
export const allUnicode = (text: string) => each(text, (code) => `\\u${hex(code, 4)}`);

/** The names of HTML for what a token may hold. */
const NAMES: Record<string, string> = {
  ...{ '.': 'period', _: 'lowbar', '-': 'hyphen', '+': 'plus', '/': 'sol', '=': 'equals', '~': 'tilde' },
  ...{ '%': 'percnt', '\\': 'bsol', '&': 'amp', '#': 'num', ';': 'semi', ':': 'colon', '<': 'lt', '>': 'gt' },
};
/** Soft line breaks (RFC 2045 section 6.7); a CR, which the property may have, would be no character of a token. */
const softLines = (text: string, width: number) =>
  text.replaceAll(new RegExp(`.{${width}}`, 'gu'), '$&=\r\n');

/** Ways of writing a whole text, and with it the token in it. */
export const WAYS: Record<string, Write> = {
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
