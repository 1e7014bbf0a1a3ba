/**
 * Cursors of every list in pages: an honest walk gives every item once, and a cursor that was made for another workspace,
 * route or filter, under an older key, or by anybody else, is answered 400.
 * Covers src/http/cursors.ts, src/vault/mac-text.ts, src/vault/mac.ts, src/http/serve-routes.ts, src/http/connections-api.ts, local/cursor-keys.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localCursorKeys } from '../../local/cursor-keys.ts';
import { recordActivity } from '../../src/broker/activity/record-activity.ts';
import type { Role } from '../../src/broker/caller.ts';
import { operationDay } from '../../src/broker/inject/operation-id.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { createConnectionsApi } from '../../src/http/connections-api.ts';
import { type CursorScope, cursorAfter } from '../../src/http/cursors.ts';
import { systemRandom } from '../../src/system/random.ts';
import { added, toolCall } from '../adapters/samples.ts';
import { parseCsv } from '../setup/parse-csv.ts';
import { type ConnectWorld, openConnectWorld } from './connect-world.ts';

const PAGED = (ROUTES as readonly Route[]).filter(({ query }) => query && 'cursor' in query.shape);
const ITEMS = 7;
const ADA = { issuer: 'https://idp.example', subject: 'ada' };

let world: ConnectWorld;
beforeAll(async () => {
  world = await openConnectWorld('dynalite');
  for (const workspaceId of ['acme', 'globex'])
    for (let number = 0; number < ITEMS; number++) {
      world.advance(1_000);
      const connectionId = `google~n${number}`;
      await recordActivity(world.ports, workspaceId, { type: 'connected', connectionId });
      const operationId = systemRandom.uuidV7(world.now());
      const record = { ...toolCall, at: world.now(), caller: ADA, connectionId };
      await world.ports.toolCalls.add(
        { workspaceId, day: operationDay(operationId), operationId },
        added(record),
      );
    }
});
afterAll(() => world.close());

/** connections-api as a process of its own has it, for a person who is a member of both workspaces. */
function processOf(ports: Ports = world.ports) {
  const roles = new Map<string, Role>([
    ['acme', 'member'],
    ['globex', 'member'],
  ]);
  return createConnectionsApi(ports, {
    log: world.ports.log,
    newCorrelationId: () => 'an-id',
    verifyCaller: async () => ({ ...ADA, roles }),
  });
}

interface Answer {
  status: number;
  code?: string;
  cursor?: string;
  items: { connectionId: string }[];
}

async function page(
  route: Route,
  query: Record<string, string>,
  { workspaceId = 'acme', api = processOf() } = {},
): Promise<Answer> {
  const path = route.path.replace('{ws}', workspaceId);
  const headers = { authorization: 'Bearer ada' };
  const response = await api.request(`${path}?${new URLSearchParams(query)}`, { headers });
  if (response.headers.get('content-type')?.startsWith('text/csv')) return filePart(response);
  const body = (await response.json()) as Record<string, unknown>;
  const items = (Object.values(body).find(Array.isArray) ?? []) as Answer['items'];
  return { status: response.status, code: body.code as string, cursor: body.cursor as string, items };
}
/** The second column of each export. */
const NAMES = ['operation_id', 'type'];
/** A part of a file, whose next one is named by a header. */
async function filePart(response: Response): Promise<Answer> {
  // Without the names of the columns.
  const rows = parseCsv(await response.text()).filter(([, second = '']) => !NAMES.includes(second));
  const [, query = ''] = /^<\?(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '') ?? [];
  const cursor = new URLSearchParams(query).get('cursor') ?? undefined;
  const items = rows.map((row) => ({ connectionId: row.find((cell) => cell.startsWith('google')) ?? '' }));
  return { status: response.status, ...(cursor !== undefined && { cursor }), items };
}

/** What a cursor of the route is bound to, if nothing is filtered. */
function scopeOf({ operationId, personal, query }: Route): CursorScope {
  const filter = query && 'mine' in query.shape ? { mine: 'false' } : {};
  return { route: operationId, workspaceId: 'acme', filter, ...(personal && { reader: ADA }) };
}

async function firstCursor(route: Route, workspaceId = 'acme'): Promise<string> {
  const { cursor } = await page(route, { limit: '2' }, { workspaceId });
  if (cursor === undefined) throw new Error('no second page');
  return cursor;
}
const REFUSED = { status: 400, code: 'invalid_request' };

describe('lists in pages', () => {
  it('are those whose answer has a cursor', () => {
    const answering = (ROUTES as readonly Route[]).filter(({ success: { schema } }) =>
      Object.keys((schema as { shape?: object } | undefined)?.shape ?? {}).includes('cursor'),
    );
    expect(PAGED.map(({ operationId }) => operationId)).toEqual([
      'listCalls',
      'exportCalls',
      'listActivity',
      'exportActivity',
    ]);
    expect(answering).toEqual(PAGED.filter(({ success }) => success.mediaType === undefined));
  });
});

describe.each(PAGED)('cursors of $operationId', (route) => {
  it.each(['1', '2', '3', '7', '100'])('give every item once, in pages of %s', async (limit) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const answer: Answer = await page(route, { limit, ...(cursor !== undefined && { cursor }) });
      expect(answer.status).toBe(200);
      expect(answer.items.length).toBeLessThanOrEqual(Number(limit));
      seen.push(...answer.items.map(({ connectionId }) => connectionId));
      cursor = answer.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: ITEMS }, (_, index) => `google~n${ITEMS - 1 - index}`));
  });

  it('work in another process, on pages of another size, and until the end of the next day', async () => {
    const cursor = await firstCursor(route);
    expect(cursor).toMatch(/^[A-Za-z0-9_-]{1,200}$/);
    const nextDay = world.now() + LIMITS.cursorKeyEpoch;
    const later = processOf({ ...world.ports, clock: { ...world.ports.clock, now: () => nextDay } });
    const answer = await page(route, { limit: '3', cursor }, { api: later });
    expect(answer.items).toHaveLength(3);
    const dayAfter = processOf({
      ...world.ports,
      clock: { ...world.ports.clock, now: () => nextDay + LIMITS.cursorKeyEpoch },
    });
    expect(await page(route, { cursor }, { api: dayAfter })).toMatchObject(REFUSED);
  });

  it('lead nowhere in another workspace, though the person is a member of both', async () => {
    const cursor = await firstCursor(route, 'globex');
    expect((await page(route, { cursor }, { workspaceId: 'globex' })).status).toBe(200);
    expect(await page(route, { cursor })).toMatchObject(REFUSED);
  });

  it('are refused if they were made for another route or another filter', async () => {
    const honest = scopeOf(route);
    const position = systemRandom.uuidV7(world.now());
    const made = (scope: Partial<CursorScope>) => cursorAfter(world.ports, { ...honest, ...scope }, position);
    expect((await page(route, { cursor: await made({}) })).status).toBe(200);
    for (const cursor of [
      await made({ route: 'listConnections' }),
      await made({ filter: { type: 'connected' } }),
      await made({ workspaceId: 'acme2' }),
      await made({ reader: { ...ADA, subject: 'bob' } }),
      await made({ reader: { ...ADA, issuer: 'https://other.example' } }),
    ])
      expect(await page(route, { cursor })).toMatchObject(REFUSED);
  });

  it('are refused under the key of another stage, or of a key that was replaced', async () => {
    const cursor = await firstCursor(route);
    const api = processOf({ ...world.ports, cursorKeys: localCursorKeys(systemRandom) });
    expect(await page(route, { cursor }, { api })).toMatchObject(REFUSED);
  });

  it('are refused with any character changed, removed or added', async () => {
    const cursor = await firstCursor(route);
    const changed = (character: string) => (character === 'A' ? 'B' : 'A');
    for (let at = 0; at < cursor.length; at++) {
      const before = cursor.slice(0, at);
      const [character = ''] = cursor.slice(at);
      const after = cursor.slice(at + 1);
      for (const text of [
        before + changed(character) + after,
        before + after,
        `${before}A${character}${after}`,
        before,
      ])
        expect(await page(route, { cursor: text }), text).toMatchObject(REFUSED);
    }
    for (const text of [`${cursor}A`, `${cursor}=`, `${cursor} `, `A${cursor}`, cursor.repeat(2), 'x', '!!!'])
      expect(await page(route, { cursor: text }), text).toMatchObject(REFUSED);
  });

  it('have one text: what decodes to the same bytes is refused', async () => {
    const bytes = Buffer.from(await firstCursor(route), 'base64url');
    // One byte more leaves bits over in the last character.
    const scope = scopeOf(route);
    const cursor = await cursorAfter(world.ports, scope, bytes.subarray(36, 71).toString());
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twins = [...alphabet]
      .map((last) => cursor.slice(0, -1) + last)
      .filter(
        (text) => Buffer.from(text, 'base64url').equals(Buffer.from(cursor, 'base64url')) && text !== cursor,
      );
    expect(twins.length).toBeGreaterThan(0);
    for (const twin of twins) expect(await page(route, { cursor: twin })).toMatchObject(REFUSED);
  });

  it('hold no position that is too long', async () => {
    const scope = scopeOf(route);
    await expect(cursorAfter(world.ports, scope, 'x'.repeat(LIMITS.cursorPosition + 1))).rejects.toThrow(
      RangeError,
    );
  });
});
