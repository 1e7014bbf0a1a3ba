/** A request as it reached a scripted provider, and what is read from it. */
import { createHash } from 'node:crypto';

export interface ReceivedRequest {
  method: string;
  /** Of the provider: `api.notion.com`. */
  host: string;
  path: string;
  query: URLSearchParams;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** Unparsed. */
  body: string;
}

/** The members of a body, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** Throws with what the provider's documentation asks for. */
export function must(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`not as documented: ${what}`);
}

/** The members of a body, which must be of the documented content type. */
export function fieldsOf(request: ReceivedRequest, type: 'form' | 'json' = 'form'): Fields {
  return type === 'form' ? formOf(request) : jsonOf(request);
}

function formOf({ headers, body }: ReceivedRequest): Fields {
  must(headers['content-type']?.startsWith('application/x-www-form-urlencoded'), 'a form body');
  const pairs = [...new URLSearchParams(body)];
  const fields = Object.fromEntries(pairs);
  // RFC 6749 section 3.2.
  must(Object.keys(fields).length === pairs.length, 'each parameter once');
  return fields;
}

function jsonOf({ headers, body }: ReceivedRequest): Fields {
  must(headers['content-type']?.startsWith('application/json'), 'a JSON body');
  return JSON.parse(body) as Fields;
}

/** Where a request carries the access token, if not in `Authorization: Bearer`. */
export interface TokenPlace {
  /** By lower-case name. No other header may carry the token. Default: `authorization`. */
  header?: string;
  /** The word that stands before the token. By default it is `Bearer` in `authorization`, and another header has no such word. */
  scheme?: string;
}

/** The access token of `Authorization: Bearer`. */
export function bearerOf(request: ReceivedRequest): string | undefined {
  return tokenIn(request);
}

/** The access token at its place. Throws when it is also in `Authorization` and does not belong there. */
export function tokenIn({ headers }: ReceivedRequest, place: TokenPlace = {}): string | undefined {
  const { header = 'authorization', scheme = header === 'authorization' ? 'Bearer' : '' } = place;
  must(header === 'authorization' || !headers.authorization, `the token in ${header} alone`);
  return new RegExp(`^${scheme && `${scheme} `}(\\S+)$`).exec(headers[header] ?? '')?.[1];
}

/** RFC 7636 sections 4.1 and 4.6: whether the verifier has the right form and belongs to the challenge. */
export function isVerifierOf(challenge: string, verifier: unknown): boolean {
  if (typeof verifier !== 'string' || !/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
