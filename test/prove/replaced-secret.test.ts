/**
 * A secret that was replaced: nobody is blamed for the old one, whoever comes first at any await.
 * Covers src/broker/apps/refused-client.ts, src/broker/apps/oauth-app-credentials.ts,
 * src/broker/refresh/ask-provider.ts, src/broker/refresh/refresh-connection.ts, src/broker/connect/redeem-code.ts,
 * src/broker/tokens/revoke-as-client.ts, src/broker/tokens/revoke-held-tokens.ts.
 */
import { describe, expect, it } from 'vitest';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { interleaved, KEY, type Owner, type SecretWorld, secretWorld } from './replaced-secret.ts';

const MINUTE = 60_000;
const OWNERS: readonly Owner[] = ['acme', 'verified'];

async function connected(owner: Owner): Promise<SecretWorld> {
  const stage = await secretWorld(owner);
  await (await stage.returned()).complete();
  stage.world.advance(55 * MINUTE);
  return stage;
}
const refresh = ({ ports, deadline }: SecretWorld, through = ports) =>
  refreshConnection(through, { key: KEY, deadline: deadline() });
const record = async ({ world }: SecretWorld) =>
  (await world.stores.connections.read(KEY)) ?? expect.unreachable();

/** The awaits of a refresh that is refused with the secret that we have: what happens after one happens before the next. */
async function awaitsOfRefusal(owner: Owner): Promise<number[]> {
  const stage = await connected(owner);
  stage.swap();
  const { ports, points } = interleaved(stage.ports, new Map());
  expect((await refresh(stage, ports)).outcome).toBe('failing');
  return [...points.filter(({ when }) => when === 'before').map(({ index }) => index), points.length];
}

describe.each(OWNERS)('the app of %s', (owner) => {
  it('is refreshed at once with the secret that replaced the refused one', async () => {
    const stage = await connected(owner);
    stage.swap();
    // The reading before the request was of the old one.
    const { ports } = interleaved(
      {
        ...stage.ports,
        fetch: async (request) => {
          await stage.store();
          return stage.ports.fetch(request);
        },
      },
      new Map(),
    );
    expect(await refresh(stage, ports)).toEqual({ outcome: 'refreshed' });
    expect(await stage.health()).toBeUndefined();
    expect(await record(stage)).toMatchObject({ status: 'active', generation: 2 });
  });

  it('has its secret read again after a refusal in unknown words only where that is cheap', async () => {
    const stage = await connected(owner);
    stage.refuseWith('words_of_their_own');
    stage.swap();
    const fetch: typeof stage.ports.fetch = async (request) => {
      await stage.store();
      return stage.ports.fetch(request);
    };
    const { outcome } = await refresh(stage, { ...stage.ports, fetch });
    expect(outcome).toBe(owner === 'acme' ? 'refreshed' : 'failing');
    expect(stage.readings()).toBe(0);
  });

  it('is blamed for a secret that nobody replaced', async () => {
    const stage = await connected(owner);
    stage.swap();
    expect((await refresh(stage)).outcome).toBe('failing');
    expect(await record(stage)).toMatchObject({ status: 'refresh_failing', reason: 'app_misconfigured' });
    expect(await stage.health()).toMatchObject({ reason: 'app_misconfigured' });
  });

  it('rests not for an old secret, whenever the new one is stored and whenever its health is deleted', async () => {
    const awaits = await awaitsOfRefusal(owner);
    const failed: unknown[] = [];
    // Only an own app has a row and a health that are written one after the other.
    for (const first of awaits)
      for (const last of awaits.filter((each) => (owner === 'acme' ? each >= first : each === first))) {
        const finding = await findingOf(await connected(owner), first, last);
        if (finding) failed.push({ first, last, finding });
      }
    expect(awaits.length).toBeGreaterThan(8);
    expect(failed).toEqual([]);
  }, 60_000);

  /** The swap comes first; the row of the new secret at one await, and the deletion of the health at another. */
  async function findingOf(stage: SecretWorld, first: number, last: number): Promise<unknown> {
    stage.swap();
    const last_ = gate();
    const reached = gate();
    let storing: Promise<void> | undefined;
    const begin = async () => {
      storing = stage.store(async () => {
        reached.open();
        if (last > first) await last_.opened;
      });
      await (last > first && owner === 'acme' ? reached.opened : storing);
    };
    const end = async () => {
      last_.open();
      await storing;
    };
    const { ports } = interleaved(
      stage.ports,
      new Map([
        [last, end],
        [first, begin],
      ]),
    );
    await refresh(stage, ports);
    if (!storing) await begin();
    await end();
    if (owner === 'acme' && (await stage.health())) return stage.health();
    stage.world.advance(Math.max(0, ((await record(stage)).nextAttemptAt ?? 0) - stage.world.now()));
    stage.world.advance(MINUTE);
    const again = await refresh(stage);
    return again.outcome === 'refreshed' ? undefined : again;
  }

  it('completes a consent whose code met the old secret', async () => {
    const stage = await secretWorld(owner);
    const { complete, grant } = await stage.returned();
    const counted = interleaved(stage.ports, new Map());
    await complete(counted.ports);
    for (let index = 0; index < counted.points.length; index++) {
      const trial = await secretWorld(owner);
      const { complete: tried } = await trial.returned();
      const replace = async () => {
        trial.swap();
        await trial.store();
      };
      const { connection } = await tried(interleaved(trial.ports, new Map([[index, replace]])).ports);
      expect(connection.status).toBe('active');
    }
    expect(grant.isAlive).toBe(true);
  });

  it('is told in a consent where nobody replaced the secret', async () => {
    const stage = await secretWorld(owner);
    const { complete } = await stage.returned();
    stage.swap();
    await expect(complete()).rejects.toMatchObject({ code: 'app_misconfigured' });
  });

  it('revokes with the new secret', async () => {
    const stage = await connected(owner);
    const [grant] = stage.world.provider.grants.values();
    stage.swap();
    const fetch: typeof stage.ports.fetch = async (request) => {
      await stage.store();
      return stage.ports.fetch(request);
    };
    const { revocation } = await endConnection({ ...stage.ports, fetch }, { key: KEY, actor: 'ada' });
    expect(revocation.outcome).toBe('revoked');
    expect(grant).toMatchObject({ isAlive: false, endedBy: 'revocation' });
  });

  it('revokes a whole grant with the new secret only while the mark of the revocation stands', async () => {
    const stage = await connected(owner);
    const strict = stage.ports.catalogue.get('strict') as Provider;
    const revocation = { ...strict.oauth.revocation, reach: 'grant' } as Provider['oauth']['revocation'];
    const catalogue = new Map([['strict', { ...strict, oauth: { ...strict.oauth, revocation } }]]);
    stage.swap();
    let asked = 0;
    const fetch: typeof stage.ports.fetch = async (request) => {
      asked++;
      await stage.store();
      const answer = await stage.ports.fetch(request);
      stage.world.advance(LIMITS.grantRevocation);
      return answer;
    };
    const { revocation: receipt } = await endConnection(
      { ...stage.ports, catalogue, fetch },
      { key: KEY, actor: 'ada' },
    );
    expect(receipt.outcome).toBe('pending');
    expect(asked).toBe(1);
  });
});

describe('without a fresh reading', () => {
  type Reader = SecretWorld['ports']['platformSecrets']['clientSecret'];
  /** Reads the cache with one reader, and past it with another. */
  const readingWith = ({ ports }: SecretWorld, cached: Reader, fresh: Reader) => {
    const clientSecret: Reader = (...given) => (given[2] === 'fresh' ? fresh : cached)(...given);
    return { ...ports, platformSecrets: { clientSecret } };
  };
  const down: Reader = () => Promise.reject(new Error('throttled'));

  it('nobody is blamed, and it is tried again soon', async () => {
    const stage = await connected('verified');
    stage.swap();
    const ports = readingWith(stage, stage.ports.platformSecrets.clientSecret, down);
    expect((await refresh(stage, ports)).outcome).toBe('failing');
    expect(await stage.health()).toBeUndefined();
    const { reason, attemptId } = await record(stage);
    expect({ reason, attemptId }).toEqual({ reason: 'provider_unavailable', attemptId: undefined });
  });

  it('a revocation waits', async () => {
    const stage = await connected('verified');
    stage.swap();
    const ports = readingWith(stage, stage.ports.platformSecrets.clientSecret, down);
    const { revocation } = await endConnection(ports, { key: KEY, actor: 'ada' });
    expect(revocation.outcome).toBe('pending');
  });

  it('a secret that was missing in the cache is looked for past it', async () => {
    const stage = await connected('verified');
    const ports = readingWith(stage, async () => undefined, stage.ports.platformSecrets.clientSecret);
    expect((await refresh(stage, ports)).outcome).toBe('refreshed');
    expect(stage.readings()).toBe(1);
  });
});

/** Opens once. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
