/**
 * T162: an app, a server and a consent that are stored while their workspace is deleted do not stay.
 * Covers src/broker/connect/finish-consent.ts, src/broker/apps/put-oauth-app.ts, src/broker/servers/put-mcp-server.ts.
 */
import { describe, expect, it } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import {
  ADA,
  beginDeletingWorkspace,
  CRM,
  deleted,
  ends,
  ports,
  putCrm,
  putServer,
  secretsLeft,
  serversLeft,
  stage,
} from './deleting-workspace.ts';
import { tokens } from './placing.ts';

beginDeletingWorkspace();

describe('T162: what is put while its workspace is deleted', () => {
  /** The deletion runs whole between the first look at the mark and the store. */
  const overtaken = () => {
    let looks = 0;
    return {
      workspaceMarks: {
        ...ports.workspaceMarks,
        read: async (key: { workspaceId: string }) => {
          const mark = await ports.workspaceMarks.read(key);
          if (looks++ === 0) await deleted();
          return mark;
        },
      },
    };
  };

  it('does not stay: an app', async () => {
    await expect(putCrm('first', overtaken())).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await secretsLeft()).toBe(0);
  });

  it('does not stay: a server', async () => {
    await expect(putServer('one', overtaken())).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await serversLeft()).toBe(0);
  });

  it('keeps no secret for longer: one that is replaced', async () => {
    await putCrm('old');
    await stage.connect('acme', CRM.provider);
    // The deletion runs whole between the look at the newest version and the store.
    const sealer = async () => {
      await deleted();
      return ports.vault.sealer();
    };
    const late = putCrm('old', { vault: { ...ports.vault, sealer } });
    await expect(late).rejects.toMatchObject({ code: 'app_changed' });
    expect([await secretsLeft(), ends.size]).toEqual([1, 1]);
  });

  it('and after the mark alone was written, leaves the version that connections have', async () => {
    await putCrm('old');
    await stage.connect('acme', CRM.provider);
    let looks = 0;
    const read = async () => (looks++ === 0 ? undefined : { deletedAt: 1 });
    const workspaceMarks = { ...ports.workspaceMarks, read };
    await expect(putCrm('old', { workspaceMarks })).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await secretsLeft()).toBe(1);
  });
});

it.each([
  ['its own app', CRM.provider, 'acme'],
  ['the platform’s app', 'google', 'verified'],
])(
  'T162: a consent of %s that stores after its workspace is gone leaves no token',
  async (_app, provider, owner) => {
    if (owner === 'verified')
      await putVerifiedApp(ports, { provider, clientId: `client-verified-${provider}` });
    else await putCrm('old');
    const asking = { caller: ADA, workspaceId: 'acme' };
    const started = await startConnect(ports, { ...asking, provider });
    const answer = { code: 'code', ...(owner === 'verified' && { iss: 'https://accounts.google.com' }) };
    const returned = returnedConsent(started, { provider, owner }, answer);
    const revoked: string[] = [];
    const fetch: Ports['fetch'] = async ({ url, body = '' }) => {
      if (url.endsWith('/token')) return tokens();
      if (url.includes('userinfo')) return Response.json({ sub: '1', email: 'ada@crm.example' });
      revoked.push(new URLSearchParams(body).get('token') ?? '');
      return new Response(null, { status: 200 });
    };
    const { change } = ports.connections;
    const connections: Ports['connections'] = {
      ...ports.connections,
      change: async (key, write) => {
        // The deletion runs whole before the store, and does not see the connection.
        if (write.set.sealedAccess !== undefined) await deleted();
        return change(key, write);
      },
    };
    const completed = completeConnect({ ...ports, fetch, connections }, { ...asking, ...returned });
    await expect(completed).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await secretsLeft()).toBe(0);
    expect(revoked.some((token) => token.startsWith('refresh-'))).toBe(true);
    const [row] = await ports.connections.list('acme');
    expect(['disconnecting', 'disconnected']).toContain(row?.record.status);
  },
);
