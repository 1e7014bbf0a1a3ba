/** Random texts in which a token, or half of one, is written in several ways at once, among escapes of all kinds. */
import { base64, json, lines, swapped } from '../ways-of-writing.ts';
import { type Random, randomOf } from './random.ts';
import type { ScrubInput } from './scrub-input.ts';

const LETTERS = [...'abcdefgABC019-._~+/=:% &\\"'];
const NOISE = [
  ...[
    'a',
    'n',
    'r',
    'u',
    'x',
    '0',
    '7',
    '25',
    '5c',
    '\\',
    '\\\\',
    '\\\\\\',
    '%',
    '%25',
    '&',
    '&amp;',
    '&#',
    ';',
  ],
  ...[
    '\\n',
    '\\r',
    '\\t',
    '\\u',
    '\\u00',
    '\\u0000',
    '\\u3042',
    '\\x',
    '=',
    '=\r\n',
    '=3D',
    '\n',
    '\r',
    ' ',
    '\t',
  ],
  ...[
    '>',
    '\0',
    '\0\0\0',
    'é',
    ':',
    '-',
    '"',
    '{',
    '}',
    '#',
    '\n\n',
    '&lt;',
    '&quot;',
    '%0A',
    '%20',
    'AAAABBBBCCCCDDDD',
  ],
];
const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');

/** Ways to write one character. */
const ONE: ((letter: string) => string)[] = [
  (letter) => letter,
  (letter) => letter,
  (letter) => `\\${letter}`,
  (letter) => `\\u${hex(letter.charCodeAt(0), 4)}`,
  (letter) => `\\\\u${hex(letter.charCodeAt(0), 4)}`,
  (letter) => `\\u{${hex(letter.charCodeAt(0), 3)}}`,
  (letter) => `\\x${hex(letter.charCodeAt(0), 2)}`,
  (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`,
  (letter) => `%${hex(letter.charCodeAt(0), 2)}`,
  (letter) => `%25${hex(letter.charCodeAt(0), 2)}`,
  (letter) => `&#${letter.charCodeAt(0)};`,
  (letter) => `&amp;#x${hex(letter.charCodeAt(0), 2)};`,
  (letter) => `${letter}\0`,
  (letter) => `${letter}=\r\n`,
];

/** Ways to write a whole text. */
const WHOLE: ((text: string, random: Random) => string | Buffer)[] = [
  (text) => text,
  (text) => json(text),
  (text) => json(json(text)),
  (text) => base64(text),
  (text, random) =>
    lines(base64(text), 5 + random.below(20), random.pick(['\n', '\r\n', '\n  ', '\r', '\n> '])),
  (text) => json(lines(base64(text), 12, '\n')),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => swapped(text),
  (text) => encodeURIComponent(text.toWellFormed()),
  (text) => Buffer.from(text).toString('hex'),
  (text, random) => lines(Buffer.from(text).toString('hex'), 2, random.pick([':', ' ', '-', '\n'])),
  (text) => text.replaceAll('\\', '\\\\'),
];

const COUNT = 700;

/** The same in each run. */
export function randomTexts(): ScrubInput[] {
  const random = randomOf(20_261_130);
  return Array.from({ length: COUNT }, (_, index) => {
    const secrets = Array.from({ length: 1 + random.below(2) }, () => random.text(LETTERS, 12, 24));
    return { name: `random text ${index}`, secrets, bytes: randomText(random, secrets) };
  });
}

function randomText(random: Random, secrets: readonly string[]): Buffer {
  const parts = Array.from({ length: 1 + random.below(5) }, () => {
    if (random.below(3) === 0) return random.text(NOISE, 1, 12);
    const secret = random.pick(secrets);
    const part = random.below(4) === 0 ? secret.slice(0, random.below(secret.length)) : secret;
    const written = random.below(2) === 0 ? part : [...part].map((each) => random.pick(ONE)(each)).join('');
    return random.pick(WHOLE)(random.pick(['', '', ...NOISE]) + written, random);
  });
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
  // Some are written once more as a whole, as an answer within an answer is.
  return random.below(5) === 0 ? Buffer.from(random.pick(WHOLE)(bytes.toString('latin1'), random)) : bytes;
}
