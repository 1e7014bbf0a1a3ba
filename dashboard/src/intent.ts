/** Why the page was opened, as its URL says. */
import type { StartRequest } from './api.ts';
import type { ReturnedConsent } from './returned-consent.ts';

/** A consent that the person wants to start. */
export interface Start {
  workspace: string;
  /** The name of the provider, kept for the message after the browser returns. */
  provider: string;
  request: StartRequest;
}

export interface Intent {
  /** A provider's answer, which must be completed. */
  returned?: ReturnedConsent;
  /** An answer came that this tab did not ask for. It was dropped. */
  isStrange?: true;
  /** The provider that an MCP client asked the person to connect, and the workspace. */
  connect?: { provider: string; workspace?: string };
  /** The consent for which the sign-in was renewed: it starts now. */
  start?: Start;
  /** The person was signed in again without a click, which is not done twice in a row. */
  renewed?: true;
}

const PROVIDER = /^(custom~)?[a-z][a-z0-9-]{0,31}$/;
const WORKSPACE = /^[\w-]{1,64}$/;
/** A query of 6,144 bytes, which is the most that the callback passes on. */
const QUERY = /^[\w-]{1,8192}$/;

/** Reads the intent from the fragment and the query; malformed parts are ignored. Pure. */
export function readIntent(address: { fragment: string; query: string; now: number }): Intent {
  const returned = readReturned(new URLSearchParams(address.fragment.replace(/^#/, '')), address.now);
  if (returned !== undefined) return { returned };
  const query = new URLSearchParams(address.query);
  const provider = matching(query.get('connect'), PROVIDER);
  if (provider === undefined) return {};
  const workspace = matching(query.get('workspace'), WORKSPACE);
  return { connect: { provider, ...(workspace === undefined ? {} : { workspace }) } };
}

function readReturned(fragment: URLSearchParams, now: number): ReturnedConsent | undefined {
  const provider = matching(fragment.get('provider'), PROVIDER);
  const owner = matching(fragment.get('owner'), WORKSPACE);
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
