/** Covers client/src/scrub-bytes.ts, client/src/token-forms.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrubber } from '../../client/src/scrub-bytes.ts';
import { formsOf, needlesOf, secretsOf } from '../../client/src/token-forms.ts';
import { TOKEN } from './fake-injector.ts';

function scrubbed(chunks: readonly Uint8Array[], needles: readonly Buffer[]) {
  let found = 0;
  const scrubber = createScrubber(needles, () => {
    found += 1;
  });
  const parts = chunks.map((chunk) => scrubber.push(chunk));
  return { text: Buffer.concat([...parts, scrubber.end()]).toString('latin1'), found };
}

/** The oracle: reads everything at once, from the left. */
function naive(text: string, needles: readonly string[]): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const hit = needles.find((needle) => text.startsWith(needle, at));
    out += hit === undefined ? text[at] : '[removed]';
    at += hit === undefined ? 1 : hit.length;
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
  // Few letters, so that needles overlap, begin inside each other and repeat themselves.
  const word = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength });
  const apart = fc
    .uniqueArray(word(6), { minLength: 1, maxLength: 4 })
    .filter((words) => words.every((one) => words.every((other) => one === other || !one.includes(other))));

  it('gives what reading everything at once would give, however the stream is cut', () => {
    fc.assert(
      fc.property(apart, word(40), fc.array(fc.nat(), { maxLength: 40 }), (words, text, places) => {
        const needles = words.map((each) => Buffer.from(each));
        const { text: out, found } = scrubbed(cutAt(Buffer.from(text), places), needles);
        expect(out).toBe(naive(text, words));
        expect(found > 0).toBe(words.some((each) => text.includes(each)));
      }),
      { numRuns: 3_000 },
    );
  });

  it('holds back only what could become a needle, and never as much as one', () => {
    fc.assert(
      fc.property(apart, word(60), fc.array(fc.nat(), { maxLength: 60 }), (words, text, places) => {
        // None is ever complete, so what goes in less what comes out is what is held.
        const needles = words.map((each) => Buffer.from(`${each}c`));
        const scrubber = createScrubber(needles, () => expect.unreachable());
        let read = '';
        let held = 0;
        for (const chunk of cutAt(Buffer.from(text), places)) {
          read += chunk.toString();
          held += chunk.length - scrubber.push(chunk).length;
          const end = read.slice(read.length - held);
          expect(held === 0 || needles.some((needle) => needle.toString().startsWith(end))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads a large answer full of needles in one pass', () => {
    const needles = needlesOf({ headers: { Authorization: `Bearer ${TOKEN}` } });
    const { text } = scrubbed([Buffer.from(TOKEN.repeat(100_000))], needles);
    expect(text).toBe('[removed]'.repeat(100_000));
  });

  it('lets everything through without needles', () => {
    expect(scrubbed([Buffer.from('a'), Buffer.alloc(0), Buffer.from('b')], []).text).toBe('ab');
  });
});

describe('T151: the forms of a token', () => {
  const secret = fc.oneof(
    fc
      .string({ unit: 'binary-ascii', minLength: 12, maxLength: 80 })
      .map((each) => each.replace(/[^!-~]/g, 'x')),
    fc.base64String({ minLength: 12, maxLength: 80 }),
    fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~+/='), minLength: 12, maxLength: 200 }),
  );
  const around = fc.tuple(
    fc.string({ unit: 'grapheme', maxLength: 10 }),
    fc.string({ unit: 'grapheme', maxLength: 10 }),
  );
  const needles = (token: string) => formsOf(token).map((form) => Buffer.from(form));

  it.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['in JSON', (text) => JSON.stringify({ text })],
    ['in JSON in JSON', (text) => JSON.stringify({ text: JSON.stringify({ text }) })],
    ['in JSON of PHP', (text) => JSON.stringify({ text }).replaceAll('/', '\\/')],
    ['in JSON of PHP in JSON', (text) => JSON.stringify(JSON.stringify({ text }).replaceAll('/', '\\/'))],
    ['in a URL', (text) => encodeURIComponent(text)],
    [
      'in a URL, in small letters',
      (text) => encodeURIComponent(text).replace(/%../g, (c) => c.toLowerCase()),
    ],
    ['in a form', (text) => new URLSearchParams({ text }).toString()],
    ['in hexadecimal', (text) => Buffer.from(text).toString('hex')],
    ['in base64, behind anything', (text) => Buffer.from(text).toString('base64')],
    ['in base64url, behind anything', (text) => Buffer.from(text).toString('base64url')],
  ])('are found %s', (_form, written) => {
    fc.assert(
      fc.property(secret, around, (token, [before, after]) => {
        const text = written(
          `${before.isWellFormed() ? before : ''}${token}${after.isWellFormed() ? after : ''}`,
        );
        expect(needles(token).some((needle) => text.includes(needle.toString()))).toBe(true);
      }),
    );
  });

  it.each([0, 1, 2, 3, 4, 5])('are found in base64 behind %i bytes, and leave next to nothing', (before) => {
    const text = Buffer.from(`${'x'.repeat(before)}${TOKEN}yz`).toString('base64');
    const { text: out } = scrubbed(
      [Buffer.from(text)],
      needlesOf({ headers: { Authorization: `Bearer ${TOKEN}` } }),
    );
    expect(out).toContain('[removed]');
    const rest = Buffer.from(out.replace('[removed]', ''), 'base64').toString('latin1');
    expect(rest.length).toBeLessThanOrEqual(before + 4);
  });

  it('do not stand inside each other', () => {
    fc.assert(
      fc.property(secret, (token) => {
        const found = needlesOf({ headers: { Authorization: `Bearer ${token}` } });
        for (const one of found)
          for (const other of found) if (one !== other) expect(one.includes(other)).toBe(false);
        expect(found.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is secret of an injection', () => {
  const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');
  it.each<[string, Parameters<typeof secretsOf>[0], string[]]>([
    ['Bearer', { headers: { Authorization: `Bearer ${TOKEN}` } }, [TOKEN]],
    ['a scheme of its own', { headers: { Authorization: `Sentry-Bearer ${TOKEN}` } }, [TOKEN]],
    ['raw', { headers: { 'X-Mcp-Secret-GMAIL-ACCESS-TOKEN': TOKEN } }, [TOKEN]],
    ['raw under a name that says nothing', { headers: { 'X-Thing': TOKEN } }, [TOKEN]],
    [
      'Basic',
      { headers: { Authorization: `Basic ${Buffer.from(`ada@demo.test:${TOKEN}`).toString('base64')}` } },
      [Buffer.from(`ada@demo.test:${TOKEN}`).toString('base64'), TOKEN],
    ],
    ['the query', { headers: {}, query: { token: TOKEN } }, [TOKEN]],
    [
      'base64 of JSON',
      { headers: { 'x-auth-data': json({ access_token: TOKEN, site: 'https://acme.example' }) } },
      [json({ access_token: TOKEN, site: 'https://acme.example' }), TOKEN],
    ],
    [
      'JSON in a variable',
      {
        headers: {},
        env: { H: JSON.stringify({ Authorization: `Bearer ${TOKEN}`, 'Notion-Version': '2025-09-03' }) },
      },
      [TOKEN],
    ],
    [
      'beside companions',
      { headers: { 'X-Mcp-Secret-TOKEN': TOKEN, 'X-Cloud-Id': '11223344-a1b2-3344-5566-77889900aabb' } },
      [TOKEN],
    ],
    [
      'a token that begins with a colon',
      { headers: { Authorization: `Bearer :${TOKEN}` } },
      [`:${TOKEN}`, TOKEN],
    ],
    [
      'a short one that begins with a colon',
      { headers: { Authorization: 'Bearer :xxxxxxxxxxx' } },
      [':xxxxxxxxxxx'],
    ],
    [
      'a field with a space before its colon',
      { headers: {}, env: { H: `Foo : ${TOKEN}` } },
      [`: ${TOKEN}`, TOKEN],
    ],
    ['too short to be one', { headers: { Authorization: 'Bearer short' } }, []],
    [
      'an address',
      { headers: { 'X-Auth-Url': 'https://acme.example/x', 'X-Auth-Host': 'na1.my.salesforce.com' } },
      [],
    ],
    [
      'a token that looks like a mail address, behind a scheme',
      { headers: { Authorization: 'Bearer xxx@x.xxxxxx', 'X-Auth-Mail': 'ada@demo.example' } },
      ['xxx@x.xxxxxx'],
    ],
    [
      'behind a name, as in Token token=…',
      { headers: { Authorization: `Token token=${TOKEN}`, 'X-Auth': `key="${TOKEN}"` } },
      [`token=${TOKEN}`, `key="${TOKEN}"`, TOKEN],
    ],
    [
      'in the address of a database, as its password',
      { headers: {}, env: { API_URL: `https://u:${encodeURIComponent(TOKEN)}@acme.example/x` } },
      [TOKEN],
    ],
    [
      'one name in two places',
      { headers: { token: `a${TOKEN}` }, query: { token: TOKEN } },
      [`a${TOKEN}`, TOKEN],
    ],
    [
      'a token with dots',
      { headers: { Authorization: 'Bearer 1000.8cb99d2f.9b8e7f66' } },
      ['1000.8cb99d2f.9b8e7f66'],
    ],
  ])('%s', (_what, injection, expected) => {
    expect(secretsOf(injection).sort()).toEqual([...expected].sort());
  });
});
