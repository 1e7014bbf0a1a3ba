import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalDynamoDB, startDynalite } from '../../local/dynalite.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { clientOf } from '../backends/backend.ts';
import { connection, put } from './samples.ts';

describe('dynalite for local use', () => {
  const key = { workspaceId: 'acme', connectionId: 'google' };
  const tableName = 'connections';
  let path: string;

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'dynalite-'));
  });
  afterEach(async () => {
    await rm(path, { recursive: true });
  });

  async function withStore<T>(
    local: LocalDynamoDB,
    use: (store: ReturnType<typeof connectionStore>) => Promise<T>,
  ) {
    const client = clientOf(local);
    await createTable(client, tableName);
    const result = await use(connectionStore({ client, tableName }));
    // Before the client lets go of its connections: they must not keep the server from closing.
    await local.close();
    client.destroy();
    return result;
  }

  it('keeps its table in the folder', async () => {
    await withStore(await startDynalite({ path }), (store) => store.change(key, put(connection)));
    expect(await withStore(await startDynalite({ path }), (store) => store.read(key))).toEqual(connection);
  });

  it('forgets everything without a folder', async () => {
    await withStore(await startDynalite(), (store) => store.change(key, put(connection)));
    expect(await withStore(await startDynalite(), (store) => store.read(key))).toBeUndefined();
  });

  it('listens on this machine alone', async () => {
    const local = await startDynalite();
    expect(local.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:[1-9][0-9]*$/);
    expect((await fetch(local.endpoint)).status).toBe(200);
    // Every address that begins with 127 is this machine's: one that is not listened on proves the binding.
    await expect(fetch(local.endpoint.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow();
    await local.close();
    await expect(fetch(local.endpoint)).rejects.toThrow();
  });
});
