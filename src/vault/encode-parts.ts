/**
 * Injective encoding of a list of strings: each part as UTF-8, preceded by its length as 32-bit big-endian. Two
 * different lists never encode alike, whatever their parts contain.
 */
export function encodeParts(parts: readonly string[]): Uint8Array {
  const encoded = parts.map((part) => Buffer.from(part, 'utf8'));
  return Buffer.concat(encoded.flatMap((part) => [length32(part), part]));
}

function length32(part: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(part.length);
  return prefix;
}
