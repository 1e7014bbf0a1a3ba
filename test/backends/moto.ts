/** moto's server (Python), with all of its services: an implementation independent of the others. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Backend } from './backend.ts';
import { freePort, isCommand, isExecutable, startChild } from './child-server.ts';

/** Where `.ci/run` installs the version of .ci/python-packages.txt, while the first tests run. */
const VENV = new URL('../../.venv/', import.meta.url);
const INSTALLED = fileURLToPath(new URL('bin/moto_server', VENV));

/** Half an installation starts, and then loses its first request: `.ci/run` marks a whole one. */
const isInstalled = () => existsSync(new URL('installed', VENV)) && isExecutable(INSTALLED);

/** The command that starts moto: the pinned one, or else one on PATH. */
export const motoServer = () => (isInstalled() ? INSTALLED : 'moto_server');

export const moto: Backend = {
  name: 'moto',
  // A threaded Python server that checks the condition and writes without a lock: two of 50 claims were seen to win.
  serialisesWrites: false,
  absence: () =>
    isInstalled() || isCommand('moto_server')
      ? undefined
      : 'there is no moto_server in .venv or on PATH; .ci/run installs it',
  async start() {
    const port = await freePort();
    return startChild(motoServer(), ['-H', '127.0.0.1', '-p', String(port)], port);
  },
};
