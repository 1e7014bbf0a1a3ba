/**
 * T116. The local option lets `https` go to any port of loopback; everything about TLS is the same code and the same
 * options as towards port 443.
 * Covers src/egress/open-request.ts, src/egress/provider-fetch.ts.
 */
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Certificate, type CertificateOptions, makeCertificate } from './certificates.ts';
import { failureOf, localEgress, post } from './raw-server.ts';

const DAY = 24 * 3600 * 1_000;
const HERE = { addresses: ['127.0.0.1'] };

/** An authority that this process trusts as it trusts the public ones. */
let authority: Certificate;
const trusted = tls.getCACertificates('default');
beforeAll(() => {
  authority = makeCertificate('Test Authority', { isAuthority: true });
  tls.setDefaultCACertificates([...trusted, authority.pem]);
});
afterAll(() => tls.setDefaultCACertificates(trusted));

async function provider({ pem, keyPem }: Certificate, options: tls.TlsOptions = {}) {
  const bodies: string[] = [];
  const server = https.createServer({ cert: pem, key: keyPem, ...options }, (request, response) => {
    request.on('data', (data) => bodies.push(String(data)));
    request.on('end', () => response.end('{}'));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/token`, port, bodies };
}

const issued = (options: CertificateOptions) =>
  makeCertificate('provider', { issuer: authority, ...options });

describe('T116: a provider’s certificate', () => {
  it('of a trusted authority, for this address, is accepted', async () => {
    const { url, bodies } = await provider(issued(HERE));
    expect((await localEgress()(post(url))).status).toBe(200);
    expect(bodies).toEqual(['refresh_token=r']);
  });

  it.each<[string, () => Certificate, string]>([
    ['that signs itself', () => makeCertificate('provider', HERE), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [
      'of an authority that nobody knows',
      () => makeCertificate('provider', { ...HERE, issuer: makeCertificate('Other', { isAuthority: true }) }),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    [
      'of an impostor under the authority’s name',
      () =>
        makeCertificate('provider', {
          ...HERE,
          issuer: makeCertificate('Test Authority', { isAuthority: true }),
        }),
      'CERT_SIGNATURE_FAILURE',
    ],
    ['for another address', () => issued({ addresses: ['127.0.0.2'] }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['for no address', () => issued({}), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [
      'that has expired',
      () => issued({ ...HERE, validTo: new Date(Date.now() - DAY / 2) }),
      'CERT_HAS_EXPIRED',
    ],
    [
      'that is not valid yet',
      () => issued({ ...HERE, validFrom: new Date(Date.now() + DAY / 2) }),
      'CERT_NOT_YET_VALID',
    ],
  ])('%s is refused before anything is sent', async (_title, certificate, code) => {
    const { url, bodies } = await provider(certificate());
    expect(await failureOf(localEgress()(post(url)))).toMatchObject({
      code: 'network',
      sent: false,
      cause: { code },
    });
    expect(bodies).toEqual([]);
  });
});

describe('T116: verification cannot be switched off', () => {
  it('by NODE_TLS_REJECT_UNAUTHORIZED=0, which does so for everybody else', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    // Node warns, and rightly; here it would only be noise.
    vi.spyOn(process, 'emitWarning').mockReturnValue();
    onTestFinished(() => void vi.restoreAllMocks());
    const { url, bodies } = await provider(makeCertificate('provider', HERE));
    const [ordinary] = await once(https.get(url, { agent: false }), 'response');
    expect(ordinary.statusCode).toBe(200);
    expect(await failureOf(localEgress()(post(url)))).toMatchObject({
      code: 'network',
      sent: false,
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(bodies).toEqual([]);
  });
});

describe('T116: obsolete TLS', () => {
  it('is refused, even in a process that allows it to everybody else', async () => {
    const { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS } = tls;
    onTestFinished(() => void Object.assign(tls, { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS }));
    Object.assign(tls, { DEFAULT_MIN_VERSION: 'TLSv1', DEFAULT_CIPHERS: 'DEFAULT:@SECLEVEL=0' });
    const obsolete = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
    const { url, port, bodies } = await provider(issued(HERE), obsolete);
    const ordinary = tls.connect({ host: '127.0.0.1', port });
    await once(ordinary, 'secureConnect');
    expect(ordinary.getProtocol()).toBe('TLSv1.1');
    ordinary.destroy();
    expect(await failureOf(localEgress()(post(url)))).toMatchObject({ code: 'network', sent: false });
    expect(bodies).toEqual([]);
  });
});
