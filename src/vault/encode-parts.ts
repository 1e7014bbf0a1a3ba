/**
 * Encodes a list of strings: each part as UTF-8, preceded by its length in bytes as 32-bit big-endian. The encoding is
 * injective: two different lists never give the same bytes.
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
