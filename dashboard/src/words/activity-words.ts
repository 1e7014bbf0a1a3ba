import type { Activity } from '../api.ts';
import { REASON_WORDS } from './connection-words.ts';

/** One sentence for each type; the person and the provider are put in where they are known. */
const SENTENCES: Record<string, string> = {
  connect_started: '{actor} began to connect {provider}',
  connected: '{actor} connected {provider}',
  initiator_mismatch: '{actor} tried to finish a connection to {provider} that somebody else had begun',
  connect_failed: '{actor} could not connect {provider}',
  refresh_recovered: '{provider} can be refreshed again',
  reauthorization_required: '{provider} needs to be connected again',
  disconnect_requested: '{actor} asked to disconnect {provider}',
  disconnected: '{provider} was disconnected',
  mcp_server_put: '{actor} registered an MCP server for {provider}',
  mcp_server_deleted: '{actor} deleted the registration of an MCP server',
  oauth_app_put: '{actor} saved an own OAuth app for {provider}',
  oauth_app_deleted: '{actor} deleted the own OAuth app for {provider}',
  workspace_deleted: '{actor} deleted the workspace',
};

const OUTCOMES: Record<string, string> = {
  ...REASON_WORDS,
  revoked: 'The provider confirmed it.',
  not_supported: 'The access has to be removed in the account itself.',
  failed: 'The provider could not be asked; remove the access in the account itself.',
  left_shared_grant: 'Another connection keeps the access at the provider.',
  nothing_to_revoke: 'No token was left.',
  access_denied: 'The access was not allowed.',
  consent_refused: 'The access was not allowed.',
  account_mismatch: 'It was another account than before.',
  connection_changed: 'The connection changed meanwhile.',
  connect_session_expired: 'It took too long.',
};

export interface ActivityText {
  /** Pieces of the sentence; names stand out. */
  pieces: { text: string; isName: boolean }[];
  outcome?: string;
}

export function activityText(entry: Activity, nameOf: (provider: string) => string): ActivityText {
  const { type, actor, provider, outcome } = entry;
  const names: Record<string, string> = {
    '{actor}': actor ?? 'Somebody',
    '{provider}': provider === undefined ? 'a provider' : nameOf(provider),
  };
  const pieces = (SENTENCES[type] ?? type.replaceAll('_', ' '))
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: names[piece] ?? piece, isName: piece in names }));
  const words = outcome && (OUTCOMES[outcome] ?? outcome.replaceAll('_', ' '));
  return { pieces, ...(words ? { outcome: words } : {}) };
}
