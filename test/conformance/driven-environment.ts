/** Starts one local environment for all scenarios. Each driver reads the addresses of the environment from its variables. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEnvironment } from '../../local/environment.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { createJsonLog } from '../../src/system/json-log.ts';

/** The authorization server of `auth/basic-cimd` takes this document alone, and no other one lists that it takes documents. */
const DOCUMENT = 'https://conformance-test.local/client-metadata.json';

export interface Driven {
  variables: Record<'DRIVER_API' | 'DRIVER_LAMBDA' | 'DRIVER_TOKEN', string>;
  close(): Promise<void>;
}

export async function startDriven(): Promise<Driven> {
  const stateDir = await mkdtemp(join(tmpdir(), 'connections-conformance-'));
  const environment = await startEnvironment({
    stateDir,
    tickSeconds: 0,
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
    clientDocumentUrl: DOCUMENT,
    log: createJsonLog((line) => process.env.VERBOSE && process.stderr.write(`${line}\n`)),
  });
  const { identityProvider: issuer, dashboard: dashboardUrl, api, lambda } = environment.urls;
  const { accessToken } = await walkSignIn({ issuer, dashboardUrl, person: 'ada' });
  return {
    variables: { DRIVER_API: api, DRIVER_LAMBDA: lambda, DRIVER_TOKEN: accessToken },
    async close() {
      await environment.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
