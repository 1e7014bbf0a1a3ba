/** Fixed bytes in and out: whoever changes the format notices here. Covers src/vault/envelope.ts, src/vault/encode-parts.ts. */
import { createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { encodeParts } from '../../src/vault/encode-parts.ts';
import { openEnvelope, type Place, sealEnvelope } from '../../src/vault/envelope.ts';
import { subkey } from '../../src/vault/subkey.ts';
import golden from '../vectors/envelope-format-2.json' with { type: 'json' };

const hex = (text: string) => Buffer.from(text, 'hex');
const dataKey = { version: golden.dataKey.version, key: createSecretKey(hex(golden.dataKey.key)) };
const [partition = '', sort = ''] = golden.place.item;
const place: Place = { ...golden.place, item: [partition, sort], binding: hex(golden.place.binding) };

it('T080: the golden envelope binds each part of its place behind its length', () => {
  const { environment, field, generation, binding } = place;
  const numbers = ['2', String(dataKey.version)];
  const parts = [...numbers, environment, partition, sort, field, String(generation), binding];
  expect(Buffer.from(encodeParts(parts)).toString('hex')).toBe(golden.associatedData);
  const key = subkey(dataKey.key, ['connections/envelope/2', partition, sort, field]);
  expect(key.export().toString('hex')).toBe(golden.subkey);
});

it('T079 T080: the golden envelope is sealed byte for byte, and opens in its place', () => {
  const sealed = sealEnvelope(dataKey, place, hex(golden.nonce), Buffer.from(golden.plaintext));
  expect(Buffer.from(sealed).toString('hex')).toBe(golden.envelope);
  expect(openEnvelope(dataKey, place, hex(golden.envelope)).toString()).toBe(golden.plaintext);
});
