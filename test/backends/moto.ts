/** moto's server (Python), with all of its services: an implementation independent of the others. */
import type { Backend } from './backend.ts';
import { freePort, isCommand, startChild } from './child-server.ts';

export const moto: Backend = {
  name: 'moto',
  // A threaded Python server that checks the condition and writes without a lock: two of 50 claims were seen to win.
  serialisesWrites: false,
  absence: () => (isCommand('moto_server') ? undefined : 'there is no moto_server on PATH'),
  async start() {
    const port = await freePort();
    return startChild('moto_server', ['-H', '127.0.0.1', '-p', String(port)], port);
  },
};
