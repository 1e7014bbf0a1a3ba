/**
 * T241: what a server answers is shown, so it is text: without the token, bounded, and without characters that hide or turn text.
 * Covers src/trial/plain-text.ts, src/trial/text-of-result.ts, src/trial/failure-of.ts, src/trial/list-server-tools.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WAYS, type Write } from '../client/ways-of-writing.ts';
import { said, startTrialServer, type TrialServer } from './trial-server.ts';
import { REGISTRATION, startTrialWorld, type TrialWorld } from './trial-world.ts';

let world: TrialWorld;
let server: TrialServer;
beforeAll(async () => {
  world = await startTrialWorld();
  server = await startTrialServer();
  await world.register('own', { ...REGISTRATION, url: server.url });
});
afterAll(async () => {
  server.close();
  await world.close();
});
beforeEach(() => {
  server.answer = () => said('done');
});

const between = (mark: string) => (text: string) => [...text].join(mark);
/** Ways that the client package does not know: the token stands in clear as soon as what nobody sees is gone. */
const UNKNOWN_WAYS: Record<string, Write> = {
  'with a zero-width space between all letters': between('\u200b'),
  'with a colour of ANSI for each letter': (text) =>
    [...text].map((letter) => `\x1b[31m${letter}\x1b[0m`).join(''),
  'with directions, soft hyphens and invisible letters': (text) =>
    [...text]
      .map((letter, at) => letter + ['\u202e', '\u00ad', '\u3164', '\u2066', '\u{e0041}'][at % 5])
      .join(''),
  'with links of a terminal in it': (text) =>
    [...text].map((letter) => `\x1b]8;;https://evil.example\x1b\\${letter}\x1b]8;;\x07`).join(''),
  'with an invisible letter in its base64': (text) => between('\u2060')(Buffer.from(text).toString('base64')),
};

describe('T241: a token that the server repeats', () => {
  let token = '';
  it.each([...Object.entries(WAYS), ...Object.entries(UNKNOWN_WAYS)])(
    'is removed %s',
    async (_way, write) => {
      server.answer = (given) => {
        token = given;
        const written = write(given);
        return said(`<< ${typeof written === 'string' ? written : written.toString('latin1')} >>`);
      };
      const { status, body } = await world.tried('own');
      expect([status, token.length > 12]).toEqual([200, true]);
      expect(body.text).toContain('[removed]');
      expect(body.text).not.toContain(token);
    },
  );

  it('is removed wherever it stands', async () => {
    const hidden = between('\u200d');
    const places = (text: string): object[] => [
      { error: { code: 1, message: `bad token ${text}` } },
      { result: { isError: true, content: [{ type: 'text', text }] } },
      { result: { content: [{ type: 'resource_link', uri: `https://evil.example/?${text}`, name: text }] } },
      { result: { content: [], structuredContent: { [text]: { deep: [text] } } } },
      { result: { content: [{ type: 'text', text: text.slice(0, 9) + text.slice(9) }], _meta: { text } } },
    ];
    for (const index of places('x').keys())
      for (const write of [String, hidden]) {
        server.answer = (given) => {
          token = given;
          return places(write(given))[index];
        };
        const { body } = await world.tried('own');
        expect([index, body.text?.includes('[removed]')]).toEqual([index, true]);
        expect(JSON.stringify(body)).not.toContain(token);
      }
  });

  it('is removed before a text is cut, so that no part of it is left at the end', async () => {
    server.answer = (given) => {
      token = given;
      return said(`${'x'.repeat(64 * 1024 - 20)}${given}${'y'.repeat(100)}`);
    };
    const { body } = await world.tried('own');
    expect(body.cut).toBe(true);
    expect(body.text).not.toContain(token.slice(0, 6));
  });

  it('is removed from all that a list of tools says', async () => {
    server.tools = (given) => {
      token = given;
      const text = `a ${between('\u200b')(given)} b`;
      const inputSchema = { type: 'object', properties: { [given]: { description: text, enum: [given] } } };
      return { tools: [{ name: 'read_notes', title: text, description: `${given}${text}`, inputSchema }] };
    };
    const { body } = await world.listed('own');
    expect(JSON.stringify(body)).not.toContain(token);
    expect(JSON.stringify(body).match(/\[removed\]/g)).toHaveLength(6);
  });
});

describe('T241: an answer is text', () => {
  it.each([
    ['HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
    ['SVG', '<svg onload="alert(1)"/>'],
    ['a link that is none', '[click](javascript:alert(1))'],
    ['an image that calls out', '![x](https://evil.example/pixel?q=1)'],
    ['lines and tabs', 'a\n\tb\n'],
  ])('as it is: %s', async (_what, text) => {
    server.answer = () => said(text);
    expect((await world.tried('own')).body).toMatchObject({ text, cut: false });
  });

  it.each([
    ['colours and titles of ANSI', '\x1b[1;31mred\x1b[0m \x1b]0;title\x07\x9b5mblink\x1bc', 'red blink'],
    ['an escape without an end', 'a\x1b]8;;b', 'a8;;b'],
    ['directions', 'invoice\u202egpj.exe\u2069', 'invoicegpj.exe'],
    ['control characters', 'a\0b\x08c\x7fd\u0085e\u2028f\r\ng\rh', 'abcd\ne\nf\ng\nh'],
    ['invisible letters', 'a\u200b\ufeff\u{e0061}\u2064b\u3164', 'ab'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
  ])('without %s', async (_what, text, shown) => {
    server.answer = () => said(text);
    expect((await world.tried('own')).body.text).toBe(shown);
  });

  it('names what is no text by kind and size', async () => {
    const data = Buffer.alloc(1234).toString('base64');
    const content = [
      { type: 'text', text: 'first' },
      { type: 'image', data, mimeType: 'image/png' },
      { type: 'audio', data, mimeType: 'text/html' },
      { type: 'resource', resource: { uri: 'ui://evil', mimeType: 'text/html', text: '<b>x</b>' } },
      { type: 'resource', resource: { uri: 'file:///a', blob: data } },
      { type: 'resource_link', uri: 'javascript:alert(1)', name: 'n' },
    ];
    server.answer = () => ({ result: { content } });
    expect((await world.tried('own')).body.text?.split('\n')).toEqual([
      'first',
      '[image, 1234 bytes]',
      '[audio, 1234 bytes]',
      '[resource, 8 bytes]',
      '[resource, 1234 bytes]',
      '[link] javascript:alert(1)',
    ]);
  });

  it('of 64 KiB at most, which ends with a whole character', async () => {
    server.answer = () => said('€'.repeat(100_000));
    const { body } = await world.tried('own');
    expect(body.cut).toBe(true);
    expect(Buffer.byteLength(body.text ?? '')).toBe(64 * 1024 - 1);
    expect(body.text).not.toContain('\ufffd');
  });
});

describe('T241: an answer that cannot be shown is a problem', () => {
  it.each<[string, TrialServer['answer'], object]>([
    ['of 50 MB', () => said('x'.repeat(50_000_000)), { failure: 'too_large' }],
    [
      'of 50 MB of events',
      (_token, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: ${'x'.repeat(50_000_000)}\n\n`);
        return undefined;
      },
      { failure: 'too_large' },
    ],
    [
      'of another place',
      (_token, response) => void response.writeHead(307, { location: 'https://evil.example/' }).end(),
      { failure: 'redirect' },
    ],
    [
      'that is compressed',
      (_token, response) =>
        void response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'zstd' })
          .end('x'),
      { failure: 'unreadable' },
    ],
    [
      'that is an error',
      (_token, response) => void response.writeHead(500).end('x'),
      { failure: 'http_error', serverStatus: 500 },
    ],
    [
      'that refuses the token',
      (_token, response) => void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end(),
      { failure: 'http_error', serverStatus: 401 },
    ],
    ['that breaks off', (_token, response) => void response.socket?.destroy(), { failure: 'no_connection' }],
    [
      'that is none of MCP',
      (_token, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      { failure: 'no_mcp' },
    ],
    ['of another form', () => ({ result: { content: 'text' } }), { failure: 'no_mcp' }],
  ])('%s', async (_what, answer, problem) => {
    server.answer = answer;
    const { status, body } = await world.tried('own');
    expect([status, body]).toEqual([
      424,
      expect.objectContaining({ code: 'server_unreachable', ...problem }),
    ]);
    expect(
      Object.keys(body).filter((name) => !['type', 'title', 'status', 'detail', 'code'].includes(name)),
    ).toEqual(Object.keys(problem));
  });

  it('and no token is in a log', async () => {
    server.answer = (token) => ({ result: { content: token } });
    expect((await world.tried('own')).status).toBe(424);
    noteTokens();
    expect([...tokens].some((token) => token.length > 12)).toBe(true);
    expect(world.logged.filter((line) => line.includes('trial_failed')).length).toBeGreaterThan(0);
    for (const token of tokens) expect(world.logged.join('\n')).not.toContain(token);
  });
  const tokens = new Set<string>();
  const noteTokens = () => {
    for (const { headers } of server.received) tokens.add(headers.authorization?.slice(7) || 'none at all');
  };
  beforeEach(noteTokens);
});
