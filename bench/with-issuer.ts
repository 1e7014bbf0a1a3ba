/** The stand-ins with TLS and an issuer, and what a process needs to reach them and to check its callers. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VARIABLE } from '../src/contract/environment.ts';
import { makeCertificate } from '../test/egress/certificates.ts';
import type { Child } from './child.ts';
import { ISSUER_HOST } from './issuer.ts';
import type { Endpoints } from './stand-ins.ts';

export type Environment = Record<string, string>;

/** For a process that asks the issuer. */
export const DIALS_LOOPBACK = ['--import', new URL('dial-loopback.ts', import.meta.url).href];

export interface WithIssuer {
  endpoints: Endpoints;
  /** Variables with which a process trusts the certificates and finds the issuer. */
  trust: Environment;
  /** Those of the mode that verifies the caller's token, as `staging` and `prod` do; and such a token. */
  token: Environment;
}

/** The authority's certificate is written to `folder`. */
export async function startWithIssuer(standIns: Child, folder: string): Promise<WithIssuer> {
  const authority = makeCertificate('Connections bench', { isAuthority: true });
  const server = makeCertificate('stand-ins', {
    issuer: authority,
    addresses: ['127.0.0.1'],
    hosts: [ISSUER_HOST],
  });
  const certificate = { cert: server.pem, key: server.keyPem };
  const endpoints = await standIns.ask<Endpoints>('start', certificate);
  const { issuer } = endpoints;
  const trusted = join(folder, 'authority.pem');
  await writeFile(trusted, authority.pem);
  return {
    endpoints,
    trust: { NODE_EXTRA_CA_CERTS: trusted, BENCH_HOSTS: JSON.stringify({ [ISSUER_HOST]: issuer?.port }) },
    token: { [VARIABLE.callerToken]: 'required', BENCH_CALLER_TOKEN: issuer?.callerToken ?? '' },
  };
}
