/** Covers local/dynalite.ts. */
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalTable, startDynalite } from '../../local/dynalite.ts';
import { localDynamoDB } from '../../local/ports.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
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
    local: LocalTable,
    use: (store: ReturnType<typeof connectionStore>) => Promise<T>,
  ) {
    const client = localDynamoDB(local.socketPath);
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

  it('T176: is reached by a socket of this user alone, and by no port', async () => {
    const { socketPath, close } = await startDynalite();
    const folder = statSync(dirname(socketPath));
    expect(folder.mode & 0o777).toBe(0o700);
    expect(folder.uid).toBe(process.getuid?.());
    expect(statSync(socketPath).isSocket()).toBe(true);
    const client = localDynamoDB(socketPath);
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
    client.destroy();
    await close();
    expect(existsSync(dirname(socketPath))).toBe(false);
  });
});
