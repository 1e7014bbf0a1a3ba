/** Why the page was opened, as its URL says. */
import { CALLBACK_ERRORS, type CallbackError } from '../../src/contract/problems.ts';

/** A consent that has returned from the provider and must be completed. */
export interface Finish {
  session: string;
  handle: string;
}

export interface Intent {
  finish?: Finish;
  /** A consent that returned without access. `session` is absent if the URL does not name it. */
  refused?: { session?: string; error: CallbackError | 'unknown' };
  /** The provider that an MCP client asked the person to connect, and the workspace. */
  connect?: { provider: string; workspace?: string };
  /** The person was signed in again because the API refused the access token. */
  renewed?: true;
}

const TOKEN_256 = /^[\w-]{43}$/;
const ERROR_CODE = /^[a-z_]{1,64}$/;
const PROVIDER = /^(custom~)?[a-z][a-z0-9-]{0,31}$/;
const WORKSPACE = /^[\w-]{1,64}$/;

/** Reads the intent from the fragment and the query; malformed parts are ignored. Pure. */
export function readIntent(address: { fragment: string; query: string }): Intent {
  const fragment = new URLSearchParams(address.fragment.replace(/^#/, ''));
  const query = new URLSearchParams(address.query);
  const session = matching(fragment.get('session'), TOKEN_256);
  const handle = matching(fragment.get('handle'), TOKEN_256);
  const error = matching(fragment.get('error'), ERROR_CODE);
  if (error !== undefined)
    return { refused: { error: known(error), ...(session === undefined ? {} : { session }) } };
  if (session !== undefined && handle !== undefined) return { finish: { session, handle } };
  const provider = matching(query.get('connect'), PROVIDER);
  if (provider === undefined) return {};
  const workspace = matching(query.get('workspace'), WORKSPACE);
  return { connect: { provider, ...(workspace === undefined ? {} : { workspace }) } };
}

function matching(value: string | null, pattern: RegExp): string | undefined {
  return value !== null && pattern.test(value) ? value : undefined;
}

function known(error: string): CallbackError | 'unknown' {
  return CALLBACK_ERRORS.find((one) => one === error) ?? 'unknown';
}
