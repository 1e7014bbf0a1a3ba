/** DynamoDB's wire protocol in this process, on a socket that no web page and no other user can open. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dynalite from 'dynalite';

export interface LocalTable {
  /** Of a Unix domain socket in a folder of this user alone, or of a named pipe on Windows. */
  socketPath: string;
  close(): Promise<void>;
}

/**
 * Starts dynalite. It takes any signature and answers every origin, so it listens on no port. Its tables last in the folder
 * `path`, or else as long as it runs.
 */
export async function startDynalite(options: { path?: string } = {}): Promise<LocalTable> {
  const server = dynalite({ ...options, createTableMs: 0 });
  const { socketPath, remove } = await newSocket();
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    socketPath,
    async close() {
      await close(server);
      await remove();
    },
  };
}

/** In the system's folder for temporary files: the path of a socket holds about 100 bytes, and a state folder's may be longer. */
async function newSocket() {
  if (process.platform === 'win32')
    return { socketPath: `\\\\.\\pipe\\connections-${randomUUID()}`, remove: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'connections-'));
  return { socketPath: join(folder, 'table'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** dynalite's `close` also closes the store, so that the folder can be opened again. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}
