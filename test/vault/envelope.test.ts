/**
 * Covers src/vault/aes-256-gcm.ts, src/vault/envelope.ts, src/vault/subkey.ts, src/vault/encode-parts.ts,
 * src/vault/vault-error.ts.
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt } from '../../src/vault/aes-256-gcm.ts';
import { encodeParts } from '../../src/vault/encode-parts.ts';
import { keyVersionOf, openEnvelope, type Place, sealEnvelope } from '../../src/vault/envelope.ts';
import { hkdf } from '../../src/vault/subkey.ts';
import { VaultError } from '../../src/vault/vault-error.ts';
import wycheproof from '../vectors/wycheproof-aes-256-gcm.json' with { type: 'json' };

const hex = (text: string) => Buffer.from(text, 'hex');
const dataKey = { version: 7, key: createSecretKey(randomBytes(32)) };
const place: Place = {
  environment: 'test',
  item: ['conn#acme', 'google'],
  field: 'sealedAccess',
  generation: 3,
  binding: new Uint8Array(32).fill(7),
};
const seal = (text = 'a-token') => sealEnvelope(dataKey, place, randomBytes(12), Buffer.from(text));

describe('T094: the cipher', () => {
  it('has all vectors of the kind we use, those that must be refused among them', () => {
    expect(wycheproof.vectors.length).toBe(48);
    expect(wycheproof.vectors.filter((vector) => vector.result === 'invalid').length).toBe(27);
  });

  it.each(wycheproof.vectors)('Wycheproof $tcId $comment: $result', (vector) => {
    const input = {
      key: createSecretKey(hex(vector.key)),
      nonce: hex(vector.iv),
      associatedData: hex(vector.aad),
    };
    const sealed = Buffer.concat([hex(vector.ct), hex(vector.tag)]);
    if (vector.result === 'invalid') {
      expect(() => decrypt({ ...input, ciphertextAndTag: sealed })).toThrow();
    } else {
      expect(encrypt({ ...input, plaintext: hex(vector.msg) })).toEqual(sealed);
      expect(decrypt({ ...input, ciphertextAndTag: sealed })).toEqual(hex(vector.msg));
    }
  });

  it.each([
    ['an 11-byte nonce', 32, 11, 'the nonce is not 96 bits'],
    ['a 16-byte nonce', 32, 16, 'the nonce is not 96 bits'],
    ['a 128-bit key', 16, 12, 'the key is not 256 bits'],
  ])('refuses %s', (_name, keyBytes, nonceBytes, message) => {
    const input = {
      key: createSecretKey(randomBytes(keyBytes)),
      nonce: randomBytes(nonceBytes),
      associatedData: Buffer.alloc(0),
    };
    const refusal = new RangeError(message);
    expect(() => encrypt({ ...input, plaintext: Buffer.from('x') })).toThrow(refusal);
    expect(() => decrypt({ ...input, ciphertextAndTag: randomBytes(32) })).toThrow(refusal);
  });

  it('refuses a ciphertext without room for a tag', () => {
    const input = { key: dataKey.key, nonce: randomBytes(12), associatedData: Buffer.alloc(0) };
    expect(() => decrypt({ ...input, ciphertextAndTag: randomBytes(15) })).toThrow(
      new RangeError('the ciphertext is shorter than its tag'),
    );
  });
});

// RFC 5869 appendix A.1 to A.3.
describe('HKDF-SHA-256', () => {
  const sequence = (from: number, length: number) => Buffer.from(Array.from({ length }, (_, i) => from + i));
  it.each([
    [
      'A.1',
      Buffer.alloc(22, 0x0b),
      sequence(0x00, 13),
      sequence(0xf0, 10),
      42,
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      'A.2',
      sequence(0x00, 80),
      sequence(0x60, 80),
      sequence(0xb0, 80),
      82,
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      'A.3',
      Buffer.alloc(22, 0x0b),
      Buffer.alloc(0),
      Buffer.alloc(0),
      42,
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ])('RFC 5869 %s', (_name, key, salt, info, length, expected) => {
    expect(hkdf(createSecretKey(key), salt, info, length).toString('hex')).toBe(expected);
  });
});

describe('the envelope', () => {
  it('opens where it was sealed', () => {
    expect(openEnvelope(dataKey, place, seal('ya29.token'))).toEqual(Buffer.from('ya29.token'));
  });

  it('T078: does not open with any byte changed, header included', () => {
    const envelope = seal();
    for (let index = 0; index < envelope.length; index++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(envelope);
        changed[index] = (changed[index] as number) ^ flip;
        expect(() => openEnvelope(dataKey, place, changed), `byte ${index}`).toThrow('does_not_open');
      }
    }
  });

  it.each<[string, Partial<Place>]>([
    ['workspace', { item: ['conn#globex', 'google'] }],
    ['connection', { item: ['conn#acme', 'github'] }],
    ['item type', { item: ['app#acme', 'google'] }],
    ['field', { field: 'sealedRefresh' }],
    ['environment', { environment: 'prod' }],
    ['generation before', { generation: 2 }],
    ['generation after', { generation: 4 }],
    ['other binding', { binding: new Uint8Array(32).fill(8) }],
    ['shorter binding', { binding: new Uint8Array(31).fill(7) }],
    ['no binding', { binding: new Uint8Array() }],
  ])('T079: does not open in another %s', (_name, elsewhere) => {
    expect(() => openEnvelope(dataKey, { ...place, ...elsewhere }, seal())).toThrow('does_not_open');
  });

  it('T079: does not open under another data key, of its own version or not', () => {
    const other = createSecretKey(randomBytes(32));
    expect(() => openEnvelope({ version: 7, key: other }, place, seal())).toThrow('does_not_open');
    expect(() => openEnvelope({ version: 8, key: dataKey.key }, place, seal())).toThrow('does_not_open');
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['header only', seal().subarray(0, 5)],
    ['one byte short of a tag', seal('').subarray(0, 32)],
    ['extended', Buffer.concat([seal(), Buffer.from([0])])],
    ['of the format before this one', Buffer.concat([Buffer.from([1]), seal().subarray(1)])],
    ['of an unknown format', Buffer.concat([Buffer.from([3]), seal().subarray(1)])],
    ['text', 'not bytes' as unknown as Uint8Array],
    ['null', null as unknown as Uint8Array],
  ])('T083 T084: refuses one that is %s', (_name, envelope) => {
    expect(() => openEnvelope(dataKey, place, envelope)).toThrow('does_not_open');
  });

  it('says no more than that it does not open', () => {
    const error = new VaultError('does_not_open');
    expect([error.name, error.code]).toEqual(['VaultError', 'does_not_open']);
  });

  it('T084: has a key version only where it is long enough to be one', () => {
    // An empty secret has the shortest envelope.
    const shortest = seal('');
    expect(shortest).toHaveLength(1 + 4 + 12 + 16);
    expect(keyVersionOf(shortest)).toBe(7);
    expect(openEnvelope(dataKey, place, shortest)).toHaveLength(0);
    for (const length of [0, 1, 4, 5, 16, 17, 32])
      expect(() => keyVersionOf(shortest.subarray(0, length)), `${length} bytes`).toThrow('does_not_open');
  });

  it('T080: encodes associated data injectively', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (left, right) => {
        const same = JSON.stringify(left) === JSON.stringify(right);
        expect(Buffer.compare(encodeParts(left), encodeParts(right)) === 0).toBe(same);
      }),
      {
        examples: [
          [
            ['a', 'bc'],
            ['ab', 'c'],
          ],
          [
            ['a', ''],
            ['', 'a'],
          ],
          [['a'], ['a', '']],
        ],
      },
    );
  });
});
