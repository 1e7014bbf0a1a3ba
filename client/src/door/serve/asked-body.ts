/** The body of a client's request, if the gateway sends it along. */
import type { IncomingMessage } from 'node:http';
import { DOOR_LIMITS } from '../door-limits.ts';
import { type AskingRequest, plainHeader } from './asking-request.ts';

/** The whole body; undefined if there is none; `false` if it is cut, coded, too long, or not JSON by its type (T204). */
export async function askedBody(
  request: AskingRequest,
  incoming: IncomingMessage,
): Promise<Uint8Array | undefined | false> {
  const length = plainHeader(request, 'Content-Length');
  if (length === false || Number(length ?? 0) > DOOR_LIMITS.body || !isWhole(request)) return false;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > DOOR_LIMITS.body) return false;
    chunks.push(chunk);
  }
  return size === 0 ? undefined : Buffer.concat(chunks);
}

/** Another coding or character set would let the server read something else than the door. Envoy says whether it cut the body. */
function isWhole(request: AskingRequest): boolean {
  const partial = plainHeader(request, 'x-envoy-auth-partial-body') ?? 'false';
  const coding = plainHeader(request, 'Content-Encoding') ?? 'identity';
  const type = plainHeader(request, 'Content-Type') ?? 'application/json';
  const isJson = type !== false && /^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i.test(type);
  return partial === 'false' && coding === 'identity' && isJson;
}
