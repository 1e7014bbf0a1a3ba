/** T087: when an older data key must not go yet. Covers src/broker/data-key. */
import { describe, expect, it } from 'vitest';
import { escrowPath } from '../../src/aws/escrow-document.ts';
import { newestApp } from '../../src/broker/apps/read-app.ts';
import { answerRotation } from '../../src/broker/data-key/answer-rotation.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { EscrowedTokens, OwnServers } from '../../src/broker/ports.ts';
import { cachedServers } from '../../src/broker/servers/own-servers.ts';
import type { SweepReport } from '../../src/contract/rotation.ts';
import {
  begin,
  beginRotating,
  connected,
  MINUTE,
  onePerPage,
  ports,
  read,
  rotation,
  sweep,
  world,
} from './rotating.ts';

beginRotating();

const SERVER = {
  name: 'Own notes',
  provider: 'demo',
  placements: [{ in: 'env', name: 'DEMO_TOKEN', value: '{accessToken}' }],
  removeHeaders: [],
  binding: 'process',
  discovery: false,
  scopes: [],
};
const injectFor = (server: string, connectionId: string, ownServers: OwnServers) =>
  answerInjection(
    { ...ports, ownServers, verifyCaller: undefined },
    {
      version: '1',
      workspaceId: 'acme',
      connectionId,
      operation: { id: world.operationId(), kind: 'call', server, tool: 'any' },
    },
  );

it('T087 when an older key goes, apps and own servers stay proved: all of them still serve', async () => {
  const key = await connected('served');
  const app = { clientId: 'own', clientSecret: 'a-secret' };
  await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/demo', app);
  const ids = ['own-one', 'own-two', 'own-three'];
  for (const id of ids)
    expect((await world.ada.request('PUT', `/v1/workspaces/acme/mcp-servers/${id}`, SERVER)).status).toBe(
      200,
    );
  const version = await begin();
  await sweep('reseal');
  world.advance(LIMITS.retiredKeyWait + 1);
  expect((await sweep('retire')).retired).toEqual({ keys: expect.arrayContaining([version - 1]) });
  const { serverRecords, vault, clock } = ports;
  const ownServers = cachedServers(serverRecords, vault, clock);
  for (const server of ids)
    expect(await injectFor(server, key.connectionId, ownServers)).toMatchObject({ isAuthorized: true });
  expect(await newestApp(ports, 'acme', 'demo')).toMatchObject({ clientId: 'own' });
  expect(await newestApp(ports, 'verified', 'demo')).toBeDefined();
});

describe('an older key stays', () => {
  it('while tokens wait in the escrow, whatever they lie under', async () => {
    const key = await connected('escrowed');
    await begin();
    await sweep('reseal');
    world.advance(LIMITS.retiredKeyWait + 1);
    const { epoch, generation, sealedAccess } = await read(key);
    const copy = { key, epoch, generation, attempt: 'a', minted: {}, set: { sealedAccess } };
    await ports.escrow.put(copy as unknown as EscrowedTokens);
    expect((await sweep('retire')).retired).toEqual({ refused: 'escrow_not_empty' });
    await ports.escrow.delete(escrowPath({ key, epoch, generation, attempt: 'a' }));
  });

  it('T183 while an envelope does not open: it is told by name, counted, and left as it is', async () => {
    const key = await connected('damaged');
    const version = await begin();
    const { sealedAccess } = await read(key);
    const damaged = Uint8Array.from(sealedAccess ?? []);
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    await ports.connections.change(key, { expect: {}, set: { sealedAccess: damaged }, writeId: 'damage' });
    expect(await sweep('reseal')).toMatchObject({ unopened: 1 });
    expect(world.logged.join('\n')).toContain('"connectionId":"demo~damaged"');
    expect((await read(key)).sealedAccess).toEqual(damaged);
    expect(await sweep('check')).toMatchObject({ unopened: 1 });
    world.advance(LIMITS.retiredKeyWait + 1);
    expect((await sweep('retire')).retired).toEqual({ refused: 'in_use' });
    expect(await rotation.dataKeys.read({ version: version - 1 })).toBeDefined();
    await ports.connections.change(key, { expect: {}, set: { sealedAccess }, writeId: 'mend' });
    await sweep('reseal');
    expect(await sweep('check')).toMatchObject({ unopened: 0, old: 0 });
    expect((await sweep('retire')).retired).toEqual({ keys: expect.arrayContaining([version - 1]) });
  });

  it.each(['before it deletes', 'after it has deleted'])(
    'when the answer of DynamoDB is lost %s, or when it cannot tell whether a restore began',
    async (when) => {
      await connected('unknown');
      const version = await begin();
      await sweep('reseal');
      world.advance(LIMITS.retiredKeyWait + 1);
      const { dataKeys, restoring } = rotation;
      const older = await dataKeys.read({ version: version - 1 });
      const lost = async () => {
        throw new Error('no answer');
      };
      const looks = async () =>
        (await dataKeys.read({ version: version - 1 })) ? restoring.read({}) : lost();
      const deletes: typeof dataKeys.delete = async (...key) => {
        if (when.startsWith('after')) await dataKeys.delete(...key);
        return lost();
      };
      for (const needs of [
        { ...rotation, restoring: { read: looks } },
        { ...rotation, dataKeys: { ...dataKeys, delete: deletes } },
      ])
        await expect(sweep('retire', needs)).rejects.toThrow('no answer');
      expect(older).toBeDefined();
      expect(await dataKeys.read({ version: version - 1 })).toMatchObject({ ...older, version: version - 1 });
    },
  );

  it('when another rotation begins in the middle of the sweep', async () => {
    await connected('again');
    await connected('and-again');
    await begin();
    await sweep('reseal');
    world.advance(LIMITS.retiredKeyWait + 1);
    const paged = { ...rotation, rows: onePerPage(rotation.rows) };
    const event = { version: '1', kind: 'retire' };
    expect(await answerRotation(paged, event, world.now())).toMatchObject({ isComplete: false });
    await begin();
    const later = (await answerRotation(paged, event, world.now() + MINUTE)) as SweepReport;
    expect(later).toMatchObject({ pages: 0, retired: { refused: 'too_early' } });
  });
});
