/** What a digest holds, and what it does not. Covers src/broker/destination.ts, src/broker/canonical-json.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/broker/canonical-json.ts';
import {
  appDestination,
  copyDigest,
  destinationOf,
  serverDestination,
  sessionDestination,
} from '../../src/broker/destination.ts';
import { connection, consentSession, oauthApp, server } from '../adapters/samples.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('canonical JSON', () => {
  it('is the same for equal values only, in whatever order their members come', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(value, value, (one, other) => {
        const reversed = Object.fromEntries(Object.entries(one).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(one));
        expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one)));
        const isEqual = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(canonicalJson(one) === canonicalJson(other)).toBe(isEqual);
      }),
    );
  });

  it('leaves out what is undefined, as the table does', () => {
    expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, member]) => [name, sorted(member)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

describe('the destination of a connection', () => {
  const whole = {
    ...connection,
    redirectUri: 'https://broker.example/oauth/callback/google/verified',
    variables: { subdomain: 'acme' },
    facts: { instanceHost: 'acme.example' },
    apiHosts: ['api.example'],
    accountKey: 'account',
    accountFingerprint: 'fingerprint',
    accessExpiresAt: 1_700_000_000_000,
    sealedRefresh: new Uint8Array(64),
  };

  it.each<[string, Partial<typeof whole>]>([
    ['uid', { uid: 'connection-2' }],
    ['provider', { provider: 'slack' }],
    ['app owner', { appOwner: 'acme' }],
    ['app version', { appVersion: 2 }],
    ['app id', { appUid: 'app-2' }],
    ['client id', { clientId: 'client-2' }],
    ['redirect URI', { redirectUri: 'https://evil.example/' }],
    ['variable', { variables: { subdomain: 'evil.example/?' } }],
    ['fact', { facts: { instanceHost: 'evil.example' } }],
    ['API host', { apiHosts: ['api.example', 'evil.example'] }],
    ['account', { accountKey: 'other' }],
    ['fingerprint', { accountFingerprint: 'other' }],
    ['expiry', { accessExpiresAt: 1 }],
  ])('is another with another %s', (_title, edit) => {
    expect(hex(destinationOf({ ...whole, ...edit }))).not.toBe(hex(destinationOf(whole)));
  });

  it('is another without a refresh token', () => {
    const { sealedRefresh: _, ...without } = whole;
    expect(hex(destinationOf(without))).not.toBe(hex(destinationOf(whole)));
  });

  it('is the same whatever happens to lease, health and use', () => {
    const used = { ...whole, status: 'refresh_failing', failures: 3, leaseId: 'x', dueAt: 1, generation: 9 };
    expect(hex(destinationOf(used as typeof whole))).toBe(hex(destinationOf(whole)));
  });
});

describe('the digests of other rows', () => {
  it('of a session count everything but what completions write', () => {
    const before = hex(sessionDestination(consentSession));
    const codes = [{ hash: 'x', until: 1 }];
    const written = { status: 'ended' as const, revision: 2, failure: 'access_denied' as const, codes };
    expect(hex(sessionDestination({ ...consentSession, ...written }))).toBe(before);
    for (const edit of [
      { redirectUri: 'https://evil.example' },
      { workspaceId: 'globex' },
      { appUid: 'x' },
      { completionHash: 'x' },
    ])
      expect(hex(sessionDestination({ ...consentSession, ...edit }))).not.toBe(before);
  });

  it('of an app and of a server count id and description', () => {
    const app = hex(appDestination(oauthApp));
    for (const edit of [{ uid: 'x' }, { clientId: 'x' }, { variables: { tenant: 'x' } }, { version: 2 }])
      expect(hex(appDestination({ ...oauthApp, ...edit }))).not.toBe(app);
    expect(hex(appDestination({ ...oauthApp, deletingAt: 1 }))).toBe(app);
    const registration = { ...server.registration, url: 'https://evil.example' };
    expect(hex(serverDestination({ ...server, registration }))).not.toBe(hex(serverDestination(server)));
    for (const edit of [{ url: 'https://evil.example' }, { connectionId: 'google~evil' }])
      expect(hex(serverDestination({ ...server, ...edit }))).not.toBe(hex(serverDestination(server)));
    expect(hex(serverDestination({ ...server, uid: 'x' }))).not.toBe(hex(serverDestination(server)));
  });

  it('of a copy tell a removal from an absence, and bytes from their text', () => {
    const bytes = Uint8Array.of(1);
    const digests = [{ a: undefined }, {}, { a: bytes }, { a: 'AQ==' }].map((copy) => hex(copyDigest(copy)));
    expect(new Set(digests).size).toBe(4);
  });

  it('of rows of different kinds are never the same', () => {
    const kinds = [connection, consentSession, oauthApp, server] as unknown[];
    const digests = kinds.flatMap((row) =>
      [appDestination, serverDestination, copyDigest].map((digest) => hex(digest(row as never))),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });
});
