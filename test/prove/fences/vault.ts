/** Fences of keys and envelopes, and of what stays in memory. */
import type { Fence } from './fence.ts';

const ENVELOPE = 'test/vault/envelope.test.ts';
const GOLDEN = 'test/vault/golden-envelope.test.ts';
const DATA_KEYS = 'test/vault/data-keys.test.ts';
const DAMAGED = 'test/rows/damaged-envelopes.test.ts';

export const VAULT_FENCES: readonly Fence[] = [
  {
    what: 'a nonce is random',
    file: 'src/vault/vault.ts',
    fence: '          randomBytes(12),\n',
    without:
      '          new Uint8Array(12).fill(((globalThis as { n?: number }).n = ((globalThis as { n?: number }).n ?? 0) + 1)),\n',
    test: DATA_KEYS,
    name: 'T081',
    proves: ['T081'],
  },
  {
    what: 'each part of the associated data stands behind its length',
    file: 'src/vault/encode-parts.ts',
    fence: '[length32(part), part]',
    without: "[part, Buffer.from(length32 ? '#' : '')]",
    test: GOLDEN,
    name: 'T080',
    proves: ['T079', 'T080'],
  },
  {
    what: 'two lists of parts never join to the same bytes',
    file: 'src/vault/encode-parts.ts',
    fence: '[length32(part), part]',
    without: '[part, length32(part).subarray(4)]',
    test: ENVELOPE,
    name: 'T080: encodes',
    proves: ['T080'],
  },
  {
    what: 'the tag of an envelope is checked',
    file: 'src/vault/aes-256-gcm.ts',
    fence: 'decipher.update(input.ciphertextAndTag.subarray(0, split)), decipher.final()]',
    without: 'decipher.update(input.ciphertextAndTag.subarray(0, split))]',
    test: ENVELOPE,
    name: 'T07',
    proves: ['T078', 'T079'],
  },
  {
    what: 'the place of an envelope is authenticated',
    file: 'src/vault/envelope.ts',
    fence: '[...numbers, environment, ...item, field, String(generation), binding]',
    without: '[...numbers, ...[environment, ...item, field, String(generation), binding].slice(9)]',
    test: ENVELOPE,
    name: 'T079',
    proves: ['T079'],
  },
  {
    what: 'an envelope of another format is refused',
    file: 'src/vault/envelope.ts',
    fence: ' || envelope[0] !== FORMAT',
    without: '',
    test: ENVELOPE,
    name: 'T083',
    proves: ['T083'],
  },
  {
    what: 'the nonce of the cipher has 96 bits',
    file: 'src/vault/aes-256-gcm.ts',
    fence: "  if (nonce.length !== NONCE_BYTES) throw new RangeError('the nonce is not 96 bits');\n",
    without: '',
    test: ENVELOPE,
    name: 'refuses a 16-byte nonce',
  },
  {
    what: 'a damaged refresh token ends no connection',
    file: 'src/broker/refresh/refresh-connection.ts',
    fence: "(await openToken(ports, key, record, 'sealedRefresh')) as Secret;",
    without:
      "(await openToken(ports, key, record, 'sealedRefresh').catch(() => undefined)) as Secret;\n  if (!refreshToken) return declareGrantDead(ports, { key, record, reason: 'expired_without_refresh_token' });",
    test: DAMAGED,
    name: 'ends no connection by a tick',
    proves: ['T078'],
  },
  {
    what: 'a damaged access token ends no connection',
    file: 'src/broker/refresh/refresh-connection.ts',
    fence: "if (!(await openToken(ports, key, record, 'sealedAccess'))) throw",
    without: "if (!(await openToken(ports, key, record, 'sealedAccess').catch(() => true))) throw",
    test: DAMAGED,
    name: 'ends no connection when it has expired',
    proves: ['T078'],
  },
  {
    what: 'no opened token is kept',
    file: 'src/vault/vault.ts',
    fence: '      return new Secret(\n',
    without:
      "      const kept = ((globalThis as { kept?: unknown[] }).kept ??= []);\n      kept.push(Buffer.from(openEnvelope(dataKey, { ...place, environment }, envelope)).toString('utf8'));\n      return new Secret(\n",
    test: 'test/lambdas/keep-no-token.test.ts',
    name: 'leave no token in memory',
    proves: ['T072'],
  },
  {
    what: 'a data key is wrapped under its stage’s context',
    file: 'src/vault/key-wrapper.ts',
    fence: "return { app: 'connections', purpose: 'vault', environment };",
    without: "return { app: 'connections', purpose: 'vault', environment: environment && 'any' };",
    test: 'test/lambdas/injector-with-kms.test.ts',
    name: 'T085',
    proves: ['T085'],
  },
  {
    what: 'the alarm’s rule knows what takes the key away',
    file: 'lib/storage/vault-key-rule.ts',
    fence: "'DisableKey', ",
    without: '',
    test: 'test/stack/alarms.test.ts',
    name: 'T088',
    proves: ['T088'],
  },
  {
    what: 'a function uses the key under its stage’s context alone',
    file: 'lib/storage/vault-key.ts',
    fence: '            Object.entries(this.context).map(',
    without: "            Object.entries(this.context).filter(([name]) => name !== 'environment').map(",
    test: 'test/stack/rights/rights.test.ts',
    name: 'T092',
    proves: ['T092'],
  },
  {
    what: 'a host is the provider’s as its file has it now',
    file: 'src/broker/apps/check-destination.ts',
    fence: 'return isUnder(domainsOf(provider), host);',
    without: "return !host.includes('moved') && isUnder(domainsOf(provider), host);",
    test: 'test/journeys/sealed-rows-of-release-1.test.ts',
    name: 'are refreshed where the catalogue says now',
    proves: ['T258'],
  },
];
