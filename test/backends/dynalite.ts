/** dynalite, in this process and on a port, for what reaches a table by its endpoint: present wherever npm installed. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import createDynalite from 'dynalite';
import type { Backend, Running } from './backend.ts';

export async function startTcpDynalite(): Promise<Running> {
  const server = createDynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

export const dynalite: Backend = {
  name: 'dynalite',
  serialisesWrites: true,
  absence: () => undefined,
  start: startTcpDynalite,
};
