/**
 * Answers without a token pass byte for byte, whatever they consist of.
 * Covers client/src/scrub-bytes.ts, client/src/find-secrets.ts, client/src/base64-runs.ts.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createScrubber, scrubText } from '../../client/src/scrub-bytes.ts';
import { patternsOf } from '../../client/src/secret-patterns.ts';
import { TOKEN } from './fake-injector.ts';

const ROOT = new URL('../../', import.meta.url);
/** Bytes that look random and are the same in each run. */
const noise = (seed: string, length: number) => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${seed}${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};
const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwtHeader = segment({ alg: 'RS256', typ: 'JWT', kid: '1' });
const jwt = `${jwtHeader}.${segment({ iss: 'https://idp.example', sub: 'ada' })}.${noise('signature', 256).toString('base64url')}`;
const TOKENS = [
  TOKEN,
  jwt,
  `gho_${noise('github', 27).toString('base64url')}`,
  'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy',
  '0123456789abcdef0123456789abcdef',
  ':xxxxxxxxxxx',
  'aaaaaaaaaaaa',
  '%%%%%%%%%%%%%%',
];

const pages = readdirSync(new URL('docs/', ROOT))
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(new URL(`docs/${name}`, ROOT), 'utf8'))
  .join('\n')
  .slice(0, 200_000);
const result = (text: string) => ({ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } });
const image = noise('image', 60_000);
const mime = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

const ANSWERS: Record<string, string | Buffer> = {
  'a page': pages,
  'a page in JSON': JSON.stringify(result(pages)),
  'JSON in JSON': JSON.stringify(result(JSON.stringify({ pages: pages.split('\n') }))),
  'JSON in JSON in JSON in a URL': encodeURIComponent(
    JSON.stringify(JSON.stringify(JSON.stringify(result('"a"/\\b')))),
  ),
  'an event stream': pages
    .split('\n')
    .map((line, index) => `id: ${index}\nevent: message\ndata: ${JSON.stringify(result(line))}\n\n`)
    .join(''),
  'an image': JSON.stringify({ type: 'image', mimeType: 'image/png', data: image.toString('base64') }),
  'an image in lines': JSON.stringify({ blob: mime(image) }),
  'an image of the URL alphabet': JSON.stringify({ blob: image.toString('base64url') }),
  'a text file': JSON.stringify({ blob: Buffer.from(pages, 'utf16le').toString('base64') }),
  'bytes of a file': image,
  'UTF-16': Buffer.from(`\ufeff${pages}`, 'utf16le'),
  'percent signs and entities':
    '100% &amp; 5%25 &#x; &#9999999999; %zz %u12 \\u12 \\x \\u{} \\ & % &lt &nbsp; \\'.repeat(200),
  'the beginnings of tokens': TOKENS.map((token) => `"${token.slice(0, -1)}" `).join('\n'),
  'a token in capitals': `${jwt.toUpperCase()} ${TOKEN.toUpperCase()}`,
  'another token of the same issuer': `${jwtHeader}.${segment({ iss: 'https://idp.example', sub: 'bob' })}.${noise('other', 256).toString('base64url')}`,
  nothing: '',
};

describe('an answer without a token', () => {
  it.each(Object.entries(ANSWERS))('passes unchanged: %s', (_what, given) => {
    const bytes = Buffer.from(given);
    for (const size of [1_000_003, 4_099, 61]) {
      const scrubber = createScrubber({ patterns: patternsOf(TOKENS), onFound: () => expect.unreachable() });
      const parts: Uint8Array[] = [];
      for (let at = 0; at < Math.min(bytes.length, size * 2_000); at += size)
        parts.push(scrubber.push(bytes.subarray(at, at + size)));
      expect(Buffer.concat([...parts, scrubber.end()]).equals(bytes.subarray(0, size * 2_000))).toBe(true);
    }
  });

  it('passes unchanged as a text, with half a surrogate pair too', () => {
    const text = `\ud83d ${pages.slice(0, 1_000)} \udc00`;
    expect(scrubText(text, { patterns: patternsOf(TOKENS), onFound: () => expect.unreachable() })).toBe(text);
  });

  it('in events is not delayed: each passes when its blank line is there', () => {
    const scrubber = createScrubber({ patterns: patternsOf(TOKENS), onFound: () => expect.unreachable() });
    for (const line of pages.split('\n').filter((each) => each !== '')) {
      for (const event of [
        `data: ${line}\n\n`,
        `data: ${JSON.stringify(result(line))}\r\n\r\n`,
        `data: ${image.toString('base64', 0, line.length)}\n\n`,
      ]) {
        expect(Buffer.from(scrubber.push(Buffer.from(event))).toString()).toBe(event);
      }
    }
  });
});
