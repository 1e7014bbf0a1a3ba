/**
 * A success is stored whatever stands beside it: a strict provider has spent the old tokens by then.
 * Covers src/oauth/token-success.ts, src/oauth/token-answer.ts, src/broker/refresh/ask-provider.ts,
 * src/broker/refresh/refreshed-attributes.ts, src/broker/tokens/stored-tokens.ts, src/broker/connection/open-tokens.ts.
 */
import { describe, expect, it } from 'vitest';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { KINDS, type Kind, NO_TOKENS, ODDITIES, type Oddity, spoiled, summaryOf } from './odd-answers.ts';
import { proveWorld } from './world.ts';

const MINUTE = 60_000;
const ACTIVE = { status: 'active', generation: 2, reason: undefined, isMarked: false };
/** How often tokens were issued by now. */
const tokensOf = ({ issued }: { issued: number }) => issued;
let names = 0;

/** A connection of this kind whose access token is about to expire, and its refreshes. */
async function connected(kind: Kind, world = proveWorld(5)) {
  const key = { workspaceId: 'acme', connectionId: `${kind.rotation}~c${names++}` };
  const grant = await world.connect(key, kind.rotation);
  world.advance(55 * MINUTE);
  const read = async () => (await world.stores.connections.read(key)) ?? expect.unreachable();
  const refresh = (spoil: Parameters<typeof spoiled>[2] = (body) => body, status?: number) =>
    refreshConnection(spoiled(world, kind, spoil, status), { key, deadline: world.now() + MINUTE });
  const tokens = async () =>
    openTokens(
      world.portsOf(1, () => 'fair'),
      key,
      await read(),
    );
  return { world, key, grant, read, refresh, tokens };
}

describe.each(KINDS)('refresh tokens that rotate: $name', (kind) => {
  it.each([200, 201])('good tokens at status %i are stored beside any other member', async (status) => {
    const world = proveWorld(5);
    const failed: unknown[] = [];
    for (const oddity of ODDITIES) {
      const finding = await findingBeside(oddity, status, await connected(kind, world));
      if (finding) failed.push([...oddity, finding]);
    }
    expect(failed).toEqual([]);
  });

  async function findingBeside(
    [member, value]: Oddity,
    status: number,
    { world, grant, read, refresh, tokens }: Awaited<ReturnType<typeof connected>>,
  ): Promise<unknown> {
    const before = await read();
    const report = await refresh((body) => ({ ...body, [member]: value }), status);
    const record = await read();
    const { access, refresh: stored } = await tokens();
    const isNew =
      access !== undefined && grant.access.has(access.reveal()) && stored?.reveal() === grant.refresh;
    if (report.outcome !== 'refreshed' || !isNew || tokensOf(grant) !== 2) return summaryOf(record);
    if (JSON.stringify(summaryOf(record)) !== JSON.stringify(ACTIVE)) return summaryOf(record);
    const named = { odd: ['odd'], NaN: ['NaN'], 'a,b': ['a', 'b'] }[String(value)];
    const scopes = member === 'scope' && named ? named : before.grantedScopes;
    if (JSON.stringify(record.grantedScopes) !== JSON.stringify(scopes)) return record.grantedScopes;
    if (record.facts?.instanceHost !== (member === 'instance_url' ? undefined : 'one.example'))
      return record.facts;
    world.advance(55 * MINUTE);
    const next = await refresh();
    return next.outcome === 'refreshed' && grant.isAlive && tokensOf(grant) === 3 ? undefined : next;
  }

  it.each(NO_TOKENS)('a refresh token of %j costs no access token', async (refresh_token) => {
    const { grant, read, refresh, tokens } = await connected(kind);
    const { refresh: old } = await tokens();
    expect((await refresh((body) => ({ ...body, refresh_token }))).outcome).toBe('refreshed');
    const { access, refresh: kept } = await tokens();
    expect(grant.access.has(access?.reveal() ?? '')).toBe(true);
    expect(kept?.reveal()).toBe(old?.reveal());
    // The kept one may be spent: it is presented with the care that a lost answer gets.
    expect(summaryOf(await read())).toEqual({ ...ACTIVE, isMarked: true });
  });

  it.each([null, undefined])(
    'a refresh token of %j is none, and the old one stays',
    async (refresh_token) => {
      const { read, refresh, tokens } = await connected(kind);
      const { refresh: old } = await tokens();
      expect((await refresh((body) => ({ ...body, refresh_token }))).outcome).toBe('refreshed');
      expect((await tokens()).refresh?.reveal()).toBe(old?.reveal());
      expect(summaryOf(await read())).toEqual(ACTIVE);
    },
  );

  const UNUSABLE: Oddity[] = [
    ...[...NO_TOKENS, null, undefined].map((value): Oddity => ['access_token', value]),
    ['token_type', 'DPoP'],
  ];
  it.each(UNUSABLE)('an access token with %s %j costs no refresh token', async (member, value) => {
    const { world, key, grant, read, refresh, tokens } = await connected(kind);
    const report = await refresh((body) => ({ ...body, [member]: value }));
    const record = await read();
    expect(report).toEqual({ outcome: 'failing', retryAt: record.nextAttemptAt });
    expect(summaryOf(record)).toMatchObject({ status: 'refresh_failing', generation: 2, isMarked: false });
    expect(record.dueAt).toBe(record.nextAttemptAt);
    expect(record.accessExpiresAt).toBeLessThanOrEqual(world.now());
    expect(await tokens()).toMatchObject({ access: undefined });
    expect((await tokens()).refresh?.reveal()).toBe(grant.refresh);
    world.advance((record.nextAttemptAt ?? 0) - world.now());
    expect((await refresh()).outcome).toBe('refreshed');
    expect(summaryOf(await world.stores.connections.read(key))).toMatchObject({
      status: 'active',
      generation: 3,
    });
    expect(grant).toMatchObject({ isAlive: true, issued: 3 });
  });
});

describe('after a refresh token that cannot be carried', () => {
  const SPOILT = (body: Record<string, unknown>) => ({ ...body, refresh_token: 'a b' });
  const kindOf = (name: string) => KINDS.find((kind) => kind.name === name) ?? expect.unreachable();

  it.each(['none', 'sometimes, and it does not'])('the old one works on: %s', async (name) => {
    const { world, refresh, grant } = await connected(kindOf(name));
    await refresh(SPOILT);
    world.advance(55 * MINUTE);
    expect((await refresh()).outcome).toBe('refreshed');
    expect(grant.isAlive).toBe(true);
  });

  it('the old one works while the provider’s grace lasts', async () => {
    const { world, refresh, grant } = await connected(kindOf('rotating, with grace'));
    await refresh(SPOILT);
    world.advance(20 * MINUTE);
    expect((await refresh()).outcome).toBe('refreshed');
    expect(grant.isAlive).toBe(true);
  });

  it('a strict provider is not shown the spent one while the new access token holds', async () => {
    const { world, refresh, read, grant } = await connected(kindOf('rotating, strict'));
    await refresh(SPOILT);
    world.advance(20 * MINUTE);
    expect((await refresh()).outcome).toBe('not_yet');
    expect(grant).toMatchObject({ isAlive: true, issued: 2 });
    world.advance(39 * MINUTE);
    expect((await refresh()).outcome).toBe('dead');
    // The new token was lost; nobody withdrew the grant.
    expect((await read()).reason).toBe('refresh_lost');
  });
});
