/** What the page was opened for, read out of its address. */
import { CALLBACK_ERRORS, type CallbackError } from '../../src/contract/problems.ts';

/** A consent that came back and waits to be finished. */
export interface Finish {
  session: string;
  handle: string;
}

export interface Intent {
  finish?: Finish;
  /** A consent that came back without access; `session` where it is known which. */
  refused?: { session?: string; error: CallbackError | 'unknown' };
  /** Provider that an MCP client asked to connect, and for which workspace. */
  connect?: { provider: string; workspace?: string };
  /** The API refused the token before, and the sign-in was renewed for that. */
  renewed?: true;
}

const TOKEN_256 = /^[\w-]{43}$/;
const ERROR_CODE = /^[a-z_]{1,64}$/;
const PROVIDER = /^(custom~)?[a-z][a-z0-9-]{0,31}$/;
const WORKSPACE = /^[\w-]{1,64}$/;

/** Pure. What is malformed is left out. */
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
