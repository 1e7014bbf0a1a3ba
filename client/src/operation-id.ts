import type { System } from './system.ts';

/** A UUIDv7 in lower case (RFC 9562 section 5.7): 48 bits of Unix milliseconds, version, variant, 74 random bits. */
export function newOperationId({ now, randomBytes }: Pick<System, 'now' | 'randomBytes'>): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now(), 0, 6);
  bytes.set(randomBytes(10), 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
