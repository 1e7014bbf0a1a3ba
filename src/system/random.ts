import { randomBytes } from 'node:crypto';
import type { Random } from '../broker/ports.ts';

/** Random bytes and UUIDs from the operating system's generator. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  uuidV7: (now) => uuidV7(now, randomBytes(10)),
};

/** RFC 9562 section 5.7: 48 bits of Unix milliseconds, version, variant, 74 random bits. */
export function uuidV7(now: number, random: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.set(random, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
