/**
 * The published keys of one issuer: found (OpenID Connect Discovery 1.0 section 4), kept in memory, and used on while the issuer
 * is down, for a bounded time (the idea of `stale-if-error`, RFC 5861 section 4). They are kept in no table: whoever writes it
 * would sign callers in (T255).
 *
 * It uses neither `Headers` nor `Response`, so that a function that starts with it does not load Node's `fetch`.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { record } from '../dialects.ts';
import { OAUTH_LIMITS } from '../limits.ts';
import type { ProviderFetch } from '../provider-fetch.ts';
import { TellableError } from '../tellable-error.ts';

export interface IssuerKeysOptions {
  issuer: string;
  fetch: ProviderFetch;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Seconds for which keys are used on after they should have been fetched anew, while the issuer does not answer. */
  staleIfError: number;
  /** Called at each fetch that fails. `age`: seconds since the keys in use were fetched. Undefined: there are none. */
  onFailure: (error: TellableError, age: number | undefined) => void;
}

/** There are no keys to verify with, or none that are young enough. */
export class KeysUnavailable extends TellableError {
  constructor(options?: { cause?: unknown }) {
    super('the issuer’s keys are not available', options);
    this.name = 'KeysUnavailable';
  }
}

/** What is known of the issuer's keys. Times are milliseconds since the epoch. */
interface Kept {
  keys?: JWTVerifyGetKey;
  fetchedAt: number;
  /** When the last try ended. */
  triedAt: number;
  /** Of the last try. */
  failure?: KeysUnavailable;
  /** The one fetch that is under way. It never rejects. */
  fetching?: Promise<void>;
}

const { keysFresh, keysPause, keysPauseWithout, keysTime, metadata } = OAUTH_LIMITS;
const SECOND = 1_000;

/** Finds the key of a token, for jose. Rejects with {@link KeysUnavailable}, or with jose's error about the token. */
export function issuerKeys(options: IssuerKeysOptions): JWTVerifyGetKey {
  const kept: Kept = { fetchedAt: Number.NEGATIVE_INFINITY, triedAt: Number.NEGATIVE_INFINITY };
  return async (header, token) => {
    const keys = await usableKeys(kept, options);
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await newerKeys(kept, keys, options, error))(header, token);
    }
  };
}

async function usableKeys(kept: Kept, options: IssuerKeysOptions): Promise<JWTVerifyGetKey> {
  const { staleIfError, now } = options;
  const isYounger = (seconds: number) => Math.abs(now() - kept.fetchedAt) < seconds * SECOND;
  if (kept.keys && isYounger(keysFresh)) return kept.keys;
  const isUsable = () => kept.keys !== undefined && isYounger(keysFresh + staleIfError);
  if (mayTry(kept, options, isUsable() ? keysPause : keysPauseWithout)) await fetchOnce(kept, options);
  else if (!isUsable()) await kept.fetching;
  if (kept.keys && isUsable()) return kept.keys;
  throw kept.failure ?? new KeysUnavailable();
}

/** Keys that were published after these, for a token whose key is not among them: strangers can make up any number of names. */
async function newerKeys(
  kept: Kept,
  keys: JWTVerifyGetKey,
  options: IssuerKeysOptions,
  notFound: unknown,
): Promise<JWTVerifyGetKey> {
  if (mayTry(kept, options, keysPause)) await fetchOnce(kept, options);
  else await kept.fetching;
  if (kept.failure) throw kept.failure;
  if (!kept.keys || kept.keys === keys) throw notFound;
  return kept.keys;
}

function mayTry({ triedAt, fetching }: Kept, { now }: IssuerKeysOptions, pause: number): boolean {
  return fetching === undefined && Math.abs(now() - triedAt) >= pause * SECOND;
}

/** Never rejects: the failure is kept, and told. */
function fetchOnce(kept: Kept, options: IssuerKeysOptions): Promise<void> {
  kept.fetching = fetchKeys(options)
    .then((keys) => {
      kept.keys = keys;
      kept.fetchedAt = options.now();
      delete kept.failure;
    })
    .catch((cause) => {
      kept.failure = new KeysUnavailable({ cause });
      options.onFailure(kept.failure, kept.keys && (options.now() - kept.fetchedAt) / SECOND);
    })
    .finally(() => {
      // A try can take as long as the pause: the pause begins when it has ended.
      kept.triedAt = options.now();
      delete kept.fetching;
    });
  return kept.fetching;
}

async function fetchKeys({ issuer, fetch }: IssuerKeysOptions): Promise<JWTVerifyGetKey> {
  const { issuer: named, jwks_uri: url } = await readDocument(fetch, metadataUrl(issuer));
  const isOfIssuer = typeof named === 'string' && URL.parse(named)?.href === URL.parse(issuer)?.href;
  if (!isOfIssuer || typeof url !== 'string') throw new Error('the issuer publishes no keys');
  return createLocalJWKSet((await readDocument(fetch, url)) as unknown as JSONWebKeySet);
}

function metadataUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

async function readDocument(fetch: ProviderFetch, url: string): Promise<Record<string, unknown>> {
  const headers = { accept: 'application/json' };
  const answer = await fetch({
    url,
    method: 'GET',
    headers,
    sizeLimit: metadata,
    timeLimit: keysTime * SECOND,
  });
  const document = answer.status === 200 ? record(JSON.parse(await answer.text())) : undefined;
  if (!document) throw new Error('the issuer answered with no document');
  return document;
}
