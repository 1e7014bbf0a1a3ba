/**
 * Every form of Retry-After, out of its grammar (RFC 9110 sections 5.6.7 and 10.2.3).
 * Covers src/oauth/retry-after.ts, src/oauth/http-date.ts, src/oauth/oauth-fetch.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { httpDate } from '../../src/oauth/http-date.ts';
import { retryAfterOf } from '../../src/oauth/retry-after.ts';
import { refreshTokens } from '../../src/oauth/token-endpoint.ts';
import { tokenFailure } from '../../src/oauth/token-failure.ts';
import { Secret } from '../../src/vault/secret.ts';
import { localEgress, rawServer } from '../egress/raw-server.ts';
import { contextOf } from './scripted-provider.ts';

const CAP = LIMITS.retryAfterCap / 1_000;
const NOW = Date.UTC(2026, 5, 15, 12, 30, 15);

function read(values: string | string[], { date, now = NOW }: { date?: string; now?: number } = {}) {
  const headers = new Headers(date === undefined ? {} : { date });
  for (const value of [values].flat()) headers.append('retry-after', value);
  return retryAfterOf(new Response(null, { headers }), now);
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (value: number, fill = '0') => String(value).padStart(2, fill);

/** The three forms of one moment. */
function formsOf(time: number): [imf: string, rfc850: string, asctime: string] {
  const date = new Date(time);
  const [, day, month, year, clock] = date.toUTCString().split(/[ ,]+/) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const name = DAYS[date.getUTCDay()] as string;
  return [
    date.toUTCString(),
    `${name}, ${day}-${month}-${year.slice(-2)} ${clock} GMT`,
    `${name.slice(0, 3)} ${month} ${two(Number(day), ' ')} ${clock} ${year}`,
  ];
}

const digits = (most: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most });
const space = fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 3 });
const expectedOf = (text: string) => (BigInt(text) > BigInt(CAP) ? CAP : Number(text));
/** A value that can be read, and its seconds. */
const delay = digits(400).map((text) => ({ text, seconds: expectedOf(text) }));
const date = fc
  .record({ delay: fc.integer({ min: -100_000, max: 100_000 }), form: fc.nat(2) })
  .map(({ delay: seconds, form }) => ({
    text: formsOf(NOW + seconds * 1_000)[form] as string,
    seconds: Math.min(Math.max(0, seconds), CAP),
  }));
const UNREADABLE = [
  ...[
    '',
    '1.5',
    '-1',
    '+1',
    '1e3',
    '0x10',
    'soon',
    '1 2',

    'Infinity',
    'NaN',
    'null',
    '1;2',
    'Sun',
    'Sun,',
  ],
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 CET',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Sun, 31 Feb 2027 08:49:37 GMT',
  'Sun, 00 Jan 2027 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:00 GMT',
  'sun, 06 nov 1994 08:49:37 gmt',
  '1994-11-06T08:49:37Z',
];
const unreadable = fc.constantFrom(...UNREADABLE).map((text) => ({ text, seconds: CAP }));

describe('Retry-After', () => {
  it('is undefined only where there is none', () => {
    expect(retryAfterOf(new Response(null), NOW)).toBeUndefined();
  });

  it('of seconds, of any size and with leading zeros', () => {
    fc.assert(fc.property(delay, ({ text, seconds }) => read(text) === seconds));
    expect(read('9'.repeat(900))).toBe(CAP);
    expect(read(`${'0'.repeat(900)}7`)).toBe(7);
  });

  it('of a date in its three forms, seen from the answer’s own Date, or from the clock without one', () => {
    fc.assert(
      fc.property(date, fc.nat(2), ({ text, seconds }, form) => {
        const own = formsOf(NOW)[form] as string;
        return read(text) === seconds && read(text, { date: own, now: NOW + 86_400_000 }) === seconds;
      }),
    );
  });

  it('that cannot be read asks for the longest wait', () => {
    expect(UNREADABLE.map((text) => [text, read(text)])).toEqual(UNREADABLE.map((text) => [text, CAP]));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const seconds = read(text) ?? Number.NaN;
        return seconds >= 0 && seconds <= CAP && (seconds === CAP || /^[\s\d,]+$|GMT|\d{4}\s*$/.test(text));
      }),
    );
  });

  it('that was sent several times is the longest, in any order and with any space', () => {
    const fields = fc.array(
      fc.record({ value: fc.oneof(delay, date, unreadable), before: space, after: space }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(fields, fc.boolean(), (each, isOneField) => {
        const texts = each.map(({ value, before, after }) => before + value.text + after);
        const longest = Math.max(...each.map(({ value }) => value.seconds));
        return read(isOneField ? texts.join(',') : texts) === longest;
      }),
    );
  });

  it('of a date with neither a Date nor a clock asks for the longest wait', () => {
    const headers = { 'retry-after': formsOf(NOW)[0] };
    expect(retryAfterOf(new Response(null, { headers }))).toBe(CAP);
  });

  it('comes through the egress and the dialects field by field', async () => {
    const fields = `Retry-After: 5\r\nretry-after: ${formsOf(NOW + 90_000)[0]}\r\nDate: ${formsOf(NOW)[2]}\r\n`;
    const server = await rawServer((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 429 No\r\n${fields}Content-Length: 2\r\n\r\n{}`));
    });
    const context = { ...contextOf(server.origin), fetch: localEgress() };
    const input = { refreshToken: new Secret('rt'), redirectUri: '' };
    const error = await refreshTokens(context, input).catch((cause) => cause);
    expect(tokenFailure(error, context.facts, 0)).toMatchObject({ kind: 'throttled', retryAfter: 90 });
  });
});

describe('an HTTP-date', () => {
  it('is the same moment in each form, also with a year of two digits near now', () => {
    const moments = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2070, 0) / 1 });
    fc.assert(
      fc.property(moments, (time) => {
        const second = Math.floor(time / 1_000) * 1_000;
        return formsOf(second).every((text) => httpDate(text, NOW) === second);
      }),
    );
  });

  it('of two digits that seem more than 50 years ahead is one of the past', () => {
    expect(httpDate('Sunday, 06-Nov-77 08:49:37 GMT', NOW)).toBe(Date.UTC(1977, 10, 6, 8, 49, 37));
    expect(httpDate('Sunday, 06-Nov-76 08:49:37 GMT', NOW)).toBe(Date.UTC(2076, 10, 6, 8, 49, 37));
    expect(httpDate('Sunday, 06-Nov-01 08:49:37 GMT', Date.UTC(2099, 0))).toBe(
      Date.UTC(2101, 10, 6, 8, 49, 37),
    );
  });

  it('may have a leap second', () => {
    expect(httpDate('Sat, 31 Dec 2016 23:59:60 GMT', NOW)).toBe(Date.UTC(2017, 0, 1));
  });
});
