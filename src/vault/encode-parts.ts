/**
 * Encodes a list of texts and bytes: each part, a text as UTF-8, after its length as a 32-bit big-endian number. The encoding
 * is injective: two different lists never have the same encoding.
 */
export function encodeParts(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const encoded = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part));
  return Buffer.concat(encoded.flatMap((part) => [length32(part), part]));
}

function length32(part: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(part.length);
  return prefix;
}
