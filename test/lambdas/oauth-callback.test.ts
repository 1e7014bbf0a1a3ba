/**
 * Covers lambdas/oauth-callback.ts, lambdas/http-handler.ts, src/broker/connect/receive-callback.ts,
 * src/http/oauth-callback.ts.
 */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { consentSessionStore } from '../../src/aws/table/consent-sessions.ts';
import type { ConsentSession } from '../../src/broker/records.ts';
import { openUnderHandle } from '../../src/vault/handle-seal.ts';
import { Secret } from '../../src/vault/secret.ts';
import { consentSession, put } from '../adapters/samples.ts';
import { behindTheGateway, captureLog, coldStart, DASHBOARD } from './entry.ts';
import { type CountedTable, countedTable, TABLE } from './table-behind-a-counter.ts';

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
afterEach(() => {
  table.refuse(undefined);
  vi.restoreAllMocks();
});

const callback = (query: string, path = '/oauth/callback/google/verified') => visit({ path, query });
const sessions = () => consentSessionStore({ client: table.client, tableName: TABLE });
const idOf = (state: string) => createHash('sha256').update(state).digest('base64url');

/** A flow as `connect` leaves it after the start. */
async function started(changes: Partial<ConsentSession> = {}) {
  const state = randomBytes(32).toString('base64url');
  const sessionId = idOf(state);
  const expiresAt = Date.now() + 600_000;
  await sessions().change({ sessionId }, put({ ...consentSession, expiresAt, ...changes }));
  table.requests.length = 0;
  return { state, sessionId, read: () => sessions().read({ sessionId }) };
}

describe('the callback’s function refuses', () => {
  const REJECTED = { statusCode: 400, body: expect.stringContaining('This link does not work') };

  it('T001 T170: a callback without a state, without a look at the table', async () => {
    table.requests.length = 0;
    for (const query of ['', 'code=c', 'state=', 'error=access_denied'])
      expect(await callback(query)).toMatchObject(REJECTED);
    expect(table.requests).toEqual([]);
  });

  it.each([
    ['a malformed state', () => 'code=c&state=x', 0],
    ['a state with a NUL', () => `code=c&state=${'A'.repeat(42)}%00`, 0],
    ['an unknown state', () => `code=c&state=${'A'.repeat(43)}`, 1],
    ['T036: an error under an unknown state', () => `error=access_denied&state=${'A'.repeat(43)}`, 1],
    ['T035: a hostile error text', () => `error=%3Cscript%3E&error_description=${'x'.repeat(5000)}`, 0],
    ['T042: tokens', () => `access_token=t&state=${'A'.repeat(43)}`, 0],
  ])('T002 T170: %s, exactly as one without', async (_title, query, most) => {
    const without = await callback('code=c');
    table.requests.length = 0;
    const answer = await callback(query());
    expect([answer.statusCode, answer.body]).toEqual([without.statusCode, without.body]);
    expect(table.requests).toEqual(Array(most).fill('UpdateItem'));
  });

  it.each<[string, Partial<ConsentSession>, string, string | undefined]>([
    ['T012: one that is over by the clock', { expiresAt: Date.now() - 1 }, '', undefined],
    ['T013: one on another redirect URI', {}, '', '/oauth/callback/google/acme'],
    ['T015: one of another issuer', {}, '&iss=https%3A%2F%2Fevil.example', undefined],
    ['T016: one without its issuer', { issuerRequired: true }, '', undefined],
    ['T003: one that was used', { status: 'returned' }, '', undefined],
  ])('T002 T170: %s, with one request to the table', async (_title, changes, more, path) => {
    const { state, read } = await started(changes);
    const before = await read();
    table.requests.length = 0;
    expect(await callback(`code=c&state=${state}${more}`, path)).toMatchObject(REJECTED);
    expect(table.requests).toEqual(['UpdateItem']);
    expect(await read()).toEqual(before);
  });

  it('T040 T076: with a page that cannot be framed, stored, sniffed or told on', async () => {
    const { headers } = await callback('code=c');
    expect(headers).toMatchObject({
      'content-type': expect.stringContaining('text/html'),
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });
});

describe('the callback’s function takes', () => {
  it('T003: a good one once, with one request, and parks the code under the handle that it hands out', async () => {
    const { state, sessionId, read } = await started();
    const answer = await callback(`code=4%2F0A%2Bb+c&state=${state}`);
    expect(answer.statusCode).toBe(303);
    expect(table.requests).toEqual(['UpdateItem']);
    const [page, fragment] = (answer.headers.location ?? '').split('#');
    expect(page).toBe(`${DASHBOARD}/`);
    const told = new URLSearchParams(fragment);
    expect([...told.keys()]).toEqual(['session', 'handle']);
    expect(told.get('session')).toBe(sessionId);
    const record = await read();
    const handle = new Secret(told.get('handle') ?? '');
    const redirect = { sessionId, state: new Secret(state), provider: 'google', owner: 'verified' };
    expect(openUnderHandle(handle, redirect, record?.sealedCode ?? new Uint8Array()).reveal()).toBe(
      '4/0A+b c',
    );
    expect(record?.status).toBe('returned');
    expect((await callback(`code=4%2F0A&state=${state}`)).statusCode).toBe(400);
    expect(await read()).toEqual(record);
  });

  it('T003: one of 50 at the same time', async () => {
    const { state } = await started();
    const answers = await Promise.all(Array.from({ length: 50 }, () => callback(`code=c&state=${state}`)));
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([303, ...Array(49).fill(400)].sort());
  });

  it('T034: a refusal, and ends that flow', async () => {
    const { state, sessionId, read } = await started();
    const answer = await callback(`error=access_denied&error_description=no&state=${state}`);
    expect(answer.headers.location).toBe(`${DASHBOARD}/#session=${sessionId}&error=access_denied`);
    expect(await read()).toMatchObject({ status: 'ended', failure: 'access_denied' });
  });

  it('T033: nothing from the host that the request names', async () => {
    const { state } = await started();
    const answer = await visit({
      path: '/oauth/callback/google/verified',
      query: `code=c&state=${state}`,
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    });
    expect(answer.headers.location).toContain(`${DASHBOARD}/#`);
    expect(JSON.stringify(answer)).not.toContain('evil');
  });
});

describe('T063 T064 T179: when the table refuses', () => {
  it('the person is told to come again, and code, state and cause are told to nobody', async () => {
    const { state } = await started();
    table.refuse({ type: 'AccessDeniedException', message: `leak: ${state} is not authorized` });
    const answer = await callback(`code=c0de-leak&state=${state}`);
    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'temporarily_unavailable' });
    const record = JSON.parse(lines[0] ?? '');
    expect(record).toMatchObject({ level: 'error', event: 'request_failed', error: 'AccessDeniedException' });
    expect(record.correlationId).toBe(JSON.parse(answer.body).correlationId);
    for (const secret of [state, 'leak']) expect(lines.join() + JSON.stringify(answer)).not.toContain(secret);
  });
});
