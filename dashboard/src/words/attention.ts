/** Which connections need a person, why, and what one click does about it. */
import type { Connection } from '../api/types.ts';
import { REASON_WORDS, STATUS_WORDS } from './connection-words.ts';

/** What a person does: most urgent first. */
export type Remedy = 'choose' | 'correct-app' | 'connect-again' | 'add-scopes';

export interface Attention {
  connection: Connection;
  remedy: Remedy;
  /** One sentence. */
  text: string;
}

const ORDER: readonly Remedy[] = ['connect-again', 'correct-app', 'choose', 'add-scopes'];

/** Those that need a person, the most urgent ones first. Pure. */
export function needingAttention(connections: Connection[]): Attention[] {
  return connections
    .flatMap((connection) => attentionFor(connection) ?? [])
    .toSorted((one, other) => ORDER.indexOf(one.remedy) - ORDER.indexOf(other.remedy));
}

/** Undefined: it needs nobody. Pure. */
export function attentionFor(connection: Connection): Attention | undefined {
  const { status, reason, missingScopes } = connection;
  if (status === 'choice_needed')
    return { connection, remedy: 'choose', text: STATUS_WORDS.choice_needed.meaning ?? '' };
  if (reason === 'app_misconfigured')
    return { connection, remedy: 'correct-app', text: REASON_WORDS.app_misconfigured };
  if (status === 'reauthorization_required')
    return {
      connection,
      remedy: 'connect-again',
      text: reason === undefined ? (STATUS_WORDS[status].meaning ?? '') : REASON_WORDS[reason],
    };
  if (isUsable(connection) && missingScopes.length > 0)
    return {
      connection,
      remedy: 'add-scopes',
      text:
        missingScopes.length === 1
          ? 'A requested permission was not granted.'
          : `${missingScopes.length} requested permissions were not granted.`,
    };
  return undefined;
}

/** Whether MCP servers can use the connection. Pure. */
export function isUsable({ status }: Connection): boolean {
  return status === 'active' || status === 'refresh_failing';
}

/** Connections that end soon if nothing happens, the first to end first. Pure. */
export function endingSoon(connections: Connection[], now: number, within: number): Connection[] {
  return connections
    .filter(isUsable)
    .filter(({ grantExpiresAt }) => grantExpiresAt !== undefined && Date.parse(grantExpiresAt) - now < within)
    .toSorted((one, other) => (one.grantExpiresAt ?? '').localeCompare(other.grantExpiresAt ?? ''));
}
