/** Why the page was opened, as its URL says. */
import { NAMED_WORKSPACE } from '../../../src/contract/identifiers.ts';
import type { StartRequest } from '../api/types.ts';
import type { ReturnedConsent } from './returned-consent.ts';

/** A consent that the person wants to start. */
export interface Start {
  workspace: string;
  /** The name of the provider, kept for the message after the browser returns. */
  provider: string;
  request: StartRequest;
  /** The address from which the person came, which is judged before it is shown. */
  returnTo?: string;
  /** Whoever wanted it, by the `sub` of the token, where it goes on after a sign-in: nobody else starts it. */
  by?: string | undefined;
  /** The link for which the page was open: after a failure it is open for the same link. */
  link?: ConnectLink;
}

/** The link of a refusal (src/broker/inject/refuse-injection.ts). Anybody can write one. */
export interface ConnectLink {
  provider: string;
  workspace?: string;
  /** The server whose call was refused, and the account that the call wanted. */
  server?: string;
  account?: string;
  /** The operation id of the refused call, whose record says what was missing. */
  refusal?: string;
  scopes?: string[];
  /** Where the person came from, such as a chat. Only `returnAddress` says whether the page may lead there. */
  return?: string;
}

export interface Intent {
  /** A provider's answer, which must be completed. */
  returned?: ReturnedConsent;
  /** An answer came that this tab did not ask for. It was dropped. */
  isStrange?: true;
  /** Another person signed in than the one who wanted a consent, which was dropped. */
  isOfAnother?: true;
  /** What the link of a refusal says, which the page looks up before it shows any of it. */
  connect?: ConnectLink;
  /** The consent for which the sign-in was renewed: it starts now. */
  start?: Start;
  /** The page within this one that was opened, which is shown again after the sign-in. */
  address?: string;
  /** The person was signed in again without a click, which is not done twice in a row. */
  renewed?: true;
}

const PROVIDER = /^(custom~|remote~)?[a-z][a-z0-9-]{0,31}$/;
/** Whose OAuth app it was: a workspace's, or `verified`. */
const OWNER = /^[\w-]{1,64}$/;
const SERVER = /^(provider:)?[a-z][a-z0-9._~-]{0,63}$/;
const CONNECTION = /^(custom~|remote~)?[a-z][a-z0-9-]{0,31}(~[a-z0-9][a-z0-9-]{0,31})?$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;
/** A query of 6,144 bytes, which is the most that the callback passes on. */
const QUERY = /^[\w-]{1,8192}$/;

/** Reads the intent from the fragment and the query; malformed parts are ignored. Pure. */
export function readIntent(address: { fragment: string; query: string; now: number }): Intent {
  const returned = readReturned(new URLSearchParams(address.fragment.replace(/^#/, '')), address.now);
  if (returned !== undefined) return { returned };
  const query = new URLSearchParams(address.query);
  const connect = readLink(query);
  return connect === undefined ? {} : { connect };
}

function readLink(query: URLSearchParams): ConnectLink | undefined {
  const provider = query.get('connect');
  return provider === null ? undefined : readLinkTo(provider, query);
}

/** What the address of the page of a consent says of it. Undefined: no provider can have the id. Pure. */
export function readLinkTo(id: string, query: URLSearchParams): ConnectLink | undefined {
  const provider = matching(id, PROVIDER);
  if (provider === undefined) return undefined;
  const parts = {
    // A text that is no workspace's id names none of the person's: the link is not for the one that is open.
    workspace: query.has('workspace') ? (matching(query.get('workspace'), NAMED_WORKSPACE) ?? '') : undefined,
    server: matching(query.get('server'), SERVER),
    account: matching(query.get('account'), CONNECTION),
    refusal: matching(query.get('refusal'), UUID),
    scopes: readScopes(query.get('scopes')),
    return: readReturn(query.get('return')),
  };
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return { provider, ...Object.fromEntries(given) };
}

/** What the page of the consent reads of the link: the inverse of {@link readLinkTo}. Pure. */
export function queryOf({
  provider: _path,
  workspace: _segment,
  scopes,
  ...rest
}: ConnectLink): URLSearchParams {
  return new URLSearchParams({ ...rest, ...(scopes && { scopes: scopes.join(' ') }) });
}

const LONGEST_RETURN = 2000;

/** A URL as browsers write it, without a user and a password. */
function readReturn(text: string | null): string | undefined {
  if (text === null || text.length > LONGEST_RETURN || !URL.canParse(text)) return undefined;
  const { href, username, password } = new URL(text);
  return username === '' && password === '' && href.length <= LONGEST_RETURN ? href : undefined;
}

/** As many scopes as a request may name. */
function readScopes(text: string | null): string[] | undefined {
  const scopes = text?.split(' ').filter((scope) => SCOPE.test(scope)) ?? [];
  return scopes.length > 0 ? [...new Set(scopes)].slice(0, 50) : undefined;
}

function readReturned(fragment: URLSearchParams, now: number): ReturnedConsent | undefined {
  const provider = matching(fragment.get('provider'), PROVIDER);
  const owner = matching(fragment.get('owner'), OWNER);
  const query = decoded(matching(fragment.get('query'), QUERY));
  if (provider === undefined || owner === undefined || query === undefined) return undefined;
  return { provider, owner, query, arrivedAt: now };
}

function matching(value: string | null, pattern: RegExp): string | undefined {
  return value !== null && pattern.test(value) ? value : undefined;
}

function decoded(base64url: string | undefined): string | undefined {
  if (base64url === undefined) return undefined;
  try {
    return atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
}
