/** Refuses an answer whose bytes fetch has not decoded: they cannot be searched, and nobody behind this package could read them. */
import { ResponseRefused } from './errors.ts';

/** What each fetch of Node 22 and newer decodes. With any other name in the list, also `identity`, undici decodes nothing. */
const DECODED = ['gzip', 'x-gzip', 'deflate', 'br'];

/** Throws {@link ResponseRefused} `undecodable` for any other content or transfer encoding (RFC 9110 section 8.4). */
export function refuseUndecoded({ headers, status }: Response): void {
  const content = codings(headers.get('content-encoding'));
  const isDecoded = content.every((coding) => DECODED.includes(coding)) || content.join() === 'identity';
  const transfer = codings(headers.get('transfer-encoding')).filter((coding) => coding !== 'chunked');
  if (!isDecoded || transfer.length > 0) throw new ResponseRefused('undecodable', status);
}

/** First bytes of gzip (RFC 1952 section 2.3.1) and zstd (RFC 8878 section 3.1.1). A text does not begin with them. */
const COMPRESSED = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/**
 * A check for each chunk of a body, in order: it throws {@link ResponseRefused} `undecodable` for a body that is still
 * compressed, because its header does not say so or because the runtime's own fetch does not decode.
 */
export function refuseCompressed(): (chunk: Uint8Array) => void {
  let first: number[] = [];
  return (chunk) => {
    if (first.length >= 4) return;
    first = [...first, ...chunk.subarray(0, 4)].slice(0, 4);
    if (COMPRESSED.some((magic) => magic.every((byte, index) => first[index] === byte)))
      throw new ResponseRefused('undecodable');
  };
}

function codings(value: string | null): string[] {
  if (value === null || value.trim() === '') return [];
  return value.split(',').map((coding) => coding.trim().toLowerCase());
}
