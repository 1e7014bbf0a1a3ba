import type { Server } from '../api/types.ts';

type Reason = NonNullable<Server['reason']>;

const REASON_WORDS: Record<Reason, string> = {
  no_address: 'The server has no address yet. An admin gives it one.',
  not_connected: 'No account is connected for this server.',
  reauthorization_required: 'The account must be connected again.',
  insufficient_scope: 'The account lacks permissions that this server needs.',
};

/** Why calls of a server would be refused. In a personal workspace nobody gives a server an address. Pure. */
export function whyNotReady(reason: Reason, { isPersonal }: { isPersonal: boolean }): string {
  if (reason === 'no_address' && isPersonal)
    return 'The catalogue knows no address of this server, and a personal workspace gives it none.';
  return REASON_WORDS[reason];
}

export interface ServerState {
  label: string;
  tone: 'good' | 'warning' | 'bad' | 'idle';
}

const STATES: Record<Reason, ServerState> = {
  no_address: { label: 'Needs an address', tone: 'idle' },
  not_connected: { label: 'Not connected', tone: 'idle' },
  reauthorization_required: { label: 'Needs reconnecting', tone: 'bad' },
  insufficient_scope: { label: 'Lacks permissions', tone: 'warning' },
};

/** Pure. */
export function serverState({ connected, reason }: Server): ServerState {
  if (connected) return { label: 'Ready', tone: 'good' };
  return reason === undefined ? { label: 'Not ready', tone: 'idle' } : STATES[reason];
}

/** Who registered the server. */
export const SOURCE_WORDS: Record<Server['source'], string> = {
  catalogue: 'The catalogue of this product',
  stage: 'The operator of this service',
  workspace: 'This workspace',
};

const ACTS_FOR: Record<NonNullable<Server['connectionOf']>, string> = {
  person: 'acts for you, with your account in Personal',
  'person-else-workspace': 'acts for you if Personal has an account, else for the team',
};

/** For whom a call acts. In a personal workspace nobody else is. Undefined: the API does not say it. Pure. */
export function actsForWords(
  { connectionOf }: Pick<Server, 'connectionOf'>,
  { isPersonal }: { isPersonal: boolean },
): string | undefined {
  if (connectionOf === undefined) return undefined;
  return isPersonal ? 'acts for you' : ACTS_FOR[connectionOf];
}

/** How long the server keeps the token. */
export const BINDING_WORDS: Record<Server['binding'], string> = {
  request: 'For one request',
  session: 'For one MCP session',
  process: 'As long as its process runs',
};

/** Where the server is, in a few words. */
export function whereWords({ url, binding, allowedHosts }: Server): string | undefined {
  if (url !== undefined) return undefined;
  if (binding === 'process') return 'A process of the runtime';
  return allowedHosts.length > 0 ? 'An address of its own for each account' : 'No address yet';
}
