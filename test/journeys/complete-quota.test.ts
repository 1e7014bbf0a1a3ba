/**
 * T171: a workspace has no more connections than its limit, whatever its consents were started for.
 * Covers src/broker/connect/room-for-connection.ts, src/broker/connect/prepare-consent.ts,
 * src/broker/connect/start-connect.ts.
 */
import { expect, it } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { added, connection } from '../adapters/samples.ts';
import { grantProvider } from '../prove/grant-provider.ts';
import { ADA } from '../rows/furnish-world.ts';
import { openStage } from '../rows/stage.ts';
import { returnedConsent } from '../setup/returned-consent.ts';

it('T171: of consents that were all started in time, only as many complete as there is room for', async () => {
  const provider = grantProvider('token');
  const { ports } = await openStage({ fetch: provider.fetch });
  await putVerifiedApp(ports, { provider: 'box', clientId: 'client-verified-box' });
  const asked = { caller: ADA, workspaceId: 'acme' };
  const returned = async (label: string): Promise<CompleteInput> => {
    const started = await startConnect(ports, { ...asked, provider: 'box', label });
    const path = { provider: 'box', owner: 'verified' };
    return { ...asked, ...returnedConsent(started, path, { code: provider.code() }) };
  };
  for (let at = 0; at < LIMITS.connectionsOfWorkspace - 1; at++)
    await ports.connections.add({ workspaceId: 'acme', connectionId: `google~c${at}` }, added(connection));
  const [first, second, third] = [await returned('a'), await returned('b'), await returned('c')];
  expect((await completeConnect(ports, first)).connectionId).toBe('box~a');
  const before = provider.live();
  for (const input of [second, third])
    await expect(completeConnect(ports, input)).rejects.toMatchObject({ code: 'quota_exceeded' });
  // Nothing was spent: neither the code nor the session.
  expect(provider.live()).toEqual(before);
  const session = await ports.sessions.read({ sessionId: second.sessionId });
  expect([session?.status, session?.codes]).toEqual(['started', undefined]);
  // Who is there may be connected again.
  expect((await completeConnect(ports, await returned('a'))).connectionId).toBe('box~a');
});
