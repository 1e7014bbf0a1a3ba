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

function codings(value: string | null): string[] {
  if (value === null || value.trim() === '') return [];
  return value.split(',').map((coding) => coding.trim().toLowerCase());
}
