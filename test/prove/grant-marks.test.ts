/**
 * What marks of consents do to a disconnect, and what they cost.
 * Covers src/broker/tokens/grant-marks.ts, src/broker/tokens/revoke-grant.ts, src/broker/tokens/shared-grant.ts,
 * src/broker/tokens/account-key.ts.
 */
import { expect, it } from 'vitest';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { GrantMark } from '../../src/broker/records.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { clientKeyOf } from '../../src/broker/tokens/grant-marks.ts';
import { put } from '../adapters/samples.ts';
import { MINUTE, openScene, PROVIDERS, type Scene } from './unstored-tokens.ts';

const [GOOGLE, BOX] = PROVIDERS;
const ELSEWHERE = { workspaceId: 'globex', connectionId: 'google', epoch: 1 };

async function connected(provider: (typeof PROVIDERS)[number] = GOOGLE): Promise<Scene> {
  const scene = await openScene(provider);
  await completeConnect(scene.stage.ports, await scene.returned());
  scene.stage.advance(2 * MINUTE);
  return scene;
}

/** A mark of a consent, as somebody else's completion, or whoever writes the table, makes it. */
async function mark({ stage: { ports, now } }: Scene, record: GrantMark): Promise<void> {
  const clientId = 'client-verified-google';
  const app = { provider: 'google', appOwner: 'verified', appVersion: 1, appUid: '', clientId };
  const id = ports.random.uuidV7(now());
  await ports.grantMarks.change({ clientKey: clientKeyOf(app), kind: 'consent', id }, put(record));
}

const end = async ({ stage, key }: Scene, ports: Ports = stage.ports) =>
  (await endConnection(ports, { key, actor: 'ada' })).revocation.outcome;
const receiptOf = async ({ stage, key }: Scene) => (await stage.ports.connections.read(key))?.receipt;

it('a client at which somebody consents at every moment delays no disconnect', async () => {
  const scene = await connected();
  const { ports, now } = scene.stage;
  let looks = 0;
  const since: Ports['grantMarks']['since'] = async (client) => {
    const id = ports.random.uuidV7(now());
    looks++;
    return [{ key: { ...client, id }, record: { ...ELSEWHERE, until: now() + MINUTE } }];
  };
  expect(await end(scene, { ...ports, grantMarks: { ...ports.grantMarks, since } })).toBe('revoked');
  // The consent of the first look was waited for.
  expect(looks).toBe(2);
  expect(scene.provider.live()).toEqual([]);
});

it('a consent of which nothing more is heard leaves the receipt pending until its mark lapses', async () => {
  const scene = await connected();
  await mark(scene, { ...ELSEWHERE, until: scene.stage.now() + MINUTE });
  expect(await end(scene)).toBe('pending');
  expect(scene.provider.live()).toHaveLength(1);
  const record = await scene.stage.ports.connections.read(scene.key);
  expect(record).toMatchObject({ status: 'disconnecting', sealedRefresh: expect.anything() });
  scene.stage.advance(2 * MINUTE);
  await runTick(scene.stage.ports, scene.stage.now() + MINUTE);
  expect(await receiptOf(scene)).toMatchObject({ revocation: { outcome: 'revoked' } });
});

it.each([2 * LIMITS.grantMarkAge, 9 * LIMITS.revokeRetry, Number.MAX_SAFE_INTEGER])(
  'a forged mark that would lapse in %i ms holds back nobody',
  async (life) => {
    const scene = await connected();
    await mark(scene, { ...ELSEWHERE, until: Math.min(scene.stage.now() + life, Number.MAX_SAFE_INTEGER) });
    const { grantMarks, ...ports } = scene.stage.ports;
    // Its id says that it was made just now.
    const since: Ports['grantMarks']['since'] = (client) => grantMarks.since(client, 0);
    expect(await end(scene, { ...ports, grantMarks: { ...grantMarks, since } })).toBe('revoked');
    expect(scene.provider.live()).toEqual([]);
  },
);

it('a consent of another account is nobody’s concern', async () => {
  const scene = await connected();
  await mark(scene, { ...ELSEWHERE, grant: 'another', until: scene.stage.now() + MINUTE });
  expect(await end(scene)).toBe('revoked');
});

it('no mark stays of a revocation that was answered, and one of which the answer is unknown', async () => {
  for (const isRevocationDown of [false, true]) {
    const scene = await connected();
    scene.provider.isRevocationDown = isRevocationDown;
    expect(await end(scene)).toBe(isRevocationDown ? 'pending' : 'revoked');
    const marks = (await scene.stage.rows()).filter(
      ({ kind, key }) => kind === 'grantMark' && (key as { kind: string }).kind === 'revocation',
    );
    expect(marks).toHaveLength(isRevocationDown ? 1 : 0);
  }
});

it('where a revocation ends one token alone, no mark is made and none is read', async () => {
  const scene = await openScene(BOX);
  const nothing = new Proxy({}, { get: () => expect.unreachable('a mark was asked for') });
  const ports = { ...scene.stage.ports, grantMarks: nothing as Ports['grantMarks'] };
  await completeConnect(ports, await scene.returned());
  expect(await end(scene, ports)).toBe('revoked');
});
