/** Covers lambdas/oauth-callback.ts, lambdas/http-handler.ts, src/http/oauth-callback.ts, src/http/guards.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { behindTheGateway, captureLog, coldStart, DASHBOARD } from './entry.ts';
import { type CountedTable, countedTable } from './table-behind-a-counter.ts';

let table: CountedTable;
let visit: ReturnType<typeof behindTheGateway>;
beforeAll(async () => {
  table = await countedTable();
  visit = behindTheGateway(await coldStart('oauth-callback', { dynamodb: table.endpoint }));
});
afterAll(() => table.close());
let lines: string[];
beforeEach(() => {
  lines = captureLog();
});

const callback = (query: string, path = '/oauth/callback/google/verified') => visit({ path, query });
const STATE = 'A'.repeat(43);

describe('the callback’s function', () => {
  it.each([
    ['T001: no state', ''],
    ['T001: no state beside a code', 'code=c'],
    ['T001: an empty state', 'state='],
    ['T036: an error without a state', 'error=access_denied'],
    ['T042: tokens', `access_token=t&state=${STATE}`],
    ['T006: two codes', `code=a&code=b&state=${STATE}`],
    [
      'T035: a hostile error text',
      `error=%3Cscript%3E&error_description=${'x'.repeat(6_144)}&state=${STATE}`,
    ],
  ])('refuses %s with the fixed page', async (_title, query) => {
    const { statusCode, body, headers } = await callback(query);
    expect(statusCode).toBe(400);
    expect(body).toContain('This link does not work');
    expect(body).toContain(`href="${DASHBOARD}/"`);
    expect(body).toBe((await callback('code=other')).body);
    expect(headers).toMatchObject({
      'content-type': expect.stringContaining('text/html'),
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['T002: a known state and any other alike', `code=4%2F0A%2Bb+c&state=${STATE}`],
    ['T002: a malformed state', 'code=c&state=x%00'],
    ['T034: a refusal', `error=access_denied&error_description=no&state=${STATE}`],
    ['a code of 2,000 characters', `code=${'c'.repeat(2_000)}&state=${STATE}&session_state=s`],
    ['the longest query', `code=c&x=${'x'.repeat(6_144 - 'code=c&x=&state='.length - 43)}&state=${STATE}`],
  ])('passes on %s, as it came', async (_title, query) => {
    const { statusCode, headers } = await callback(query);
    expect(statusCode).toBe(303);
    const [page, fragment] = (headers.location ?? '').split('#');
    expect(page).toBe(`${DASHBOARD}/`);
    expect(Object.fromEntries(new URLSearchParams(fragment))).toEqual({
      provider: 'google',
      owner: 'verified',
      query: Buffer.from(query).toString('base64url'),
    });
    // API Gateway's limit for the headers of an answer is 10,240 bytes.
    expect((headers.location ?? '').length).toBeLessThan(9_000);
  });

  it('T001 T170: asks nobody, and logs nothing of what came', async () => {
    for (const query of ['', 'code=c0de-leak', `code=c0de-leak&state=${STATE}`, `error=x&state=${STATE}`])
      await callback(query);
    expect(table.requests).toEqual([]);
    expect(lines.join('\n')).not.toContain('c0de-leak');
  });

  it('T033: takes nothing from the host that the request names', async () => {
    const answer = await visit({
      path: '/oauth/callback/google/verified',
      query: `code=c&state=${STATE}`,
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    });
    expect(answer.headers.location).toContain(`${DASHBOARD}/#`);
    expect(JSON.stringify(answer)).not.toContain('evil');
  });
});
