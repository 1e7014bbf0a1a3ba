import type { ActivityOutcome, ActivityType } from '../../../src/contract/activity.ts';
import type { Activity } from '../api.ts';
import { REASON_WORDS } from './connection-words.ts';
import { PROBLEM_WORDS } from './problem-words.ts';

/** One sentence for each type of entry, with places for the person and the provider. */
const SENTENCES: Record<ActivityType, string> = {
  connect_started: '{actor} started to connect {provider}',
  connected: '{actor} connected {provider}',
  initiator_mismatch: '{actor} tried to complete a connection to {provider} that another person had started',
  connect_failed: '{actor} could not connect {provider}',
  tenant_chosen: '{actor} chose what the connection to {provider} is for',
  connection_renamed: '{actor} renamed the connection to {provider}',
  tokens_dropped: 'Tokens of a connection to {provider} that was not completed were dropped',
  refresh_recovered: 'The refresh of {provider} works again',
  reauthorization_required: '{provider} must be connected again',
  grant_ends_soon: 'The access to {provider} ends soon. Connect it again to extend the access',
  app_misconfigured: '{provider} refuses the workspace’s OAuth app. An admin must correct it',
  app_recovered: '{provider} accepts the workspace’s OAuth app again',
  disconnect_requested: '{actor} asked to disconnect {provider}',
  disconnected: '{provider} was disconnected',
  mcp_server_put: '{actor} registered the MCP server {server} for {provider}{leads}',
  mcp_server_deleted: '{actor} deleted the MCP server {server}{led}',
  mcp_server_confirmed: '{actor} confirmed the names of the MCP server {server}{leads}',
  oauth_client_registered:
    'Connections registered itself with the authorization server of the MCP server {server}',
  oauth_app_put: '{actor} saved the workspace’s OAuth app for {provider}{leads}',
  oauth_app_deleted: '{actor} deleted the workspace’s OAuth app for {provider}{led}',
  verified_apps_allowed: '{actor} allowed the platform’s OAuth apps in this workspace',
  verified_apps_refused: '{actor} allowed only the workspace’s own OAuth apps',
  workspace_deleted: '{actor} deleted the workspace',
  refused: 'A request of {actor} was refused',
};

/** What the service did by itself. */
const BY_ITSELF: Partial<Record<ActivityType, string>> = {
  disconnect_requested: 'Nobody chose in time what {provider} is connected for, so the connection ends',
};

/** What a change was that did not happen: the entry has an outcome. */
const REFUSED: Partial<Record<ActivityType, string>> = {
  mcp_server_put: '{actor} could not save the MCP server {server}',
  mcp_server_deleted: '{actor} could not delete the MCP server {server}',
  oauth_app_put: '{actor} could not save the workspace’s OAuth app for {provider}',
  oauth_app_deleted: '{actor} could not delete the workspace’s OAuth app for {provider}',
};

const OUTCOMES: Record<ActivityOutcome, string> = {
  ...PROBLEM_WORDS,
  ...REASON_WORDS,
  revoked: 'The provider confirmed that the access has ended.',
  unconfirmed:
    'The provider did not confirm that the access has ended. Remove the access in your account at the provider.',
  pending: 'The provider has not answered yet.',
  not_supported:
    'The provider does not support revocation. Remove the access in your account at the provider.',
  failed: 'The provider could not be reached. Remove the access in your account at the provider.',
  left_shared_grant: 'The access at the provider was not removed, because another connection uses it.',
  nothing_to_revoke: 'No token was alive any more.',
};

export interface ActivityText {
  /** The sentence in pieces. Names are shown in bold. */
  pieces: { text: string; isName: boolean }[];
  outcome?: string;
}

export function activityText(entry: Activity, nameOf: (provider: string) => string): ActivityText {
  const { type, actor, provider, outcome, server, addressesBefore, addressesAfter } = entry;
  const names: Record<string, string> = {
    '{actor}': actor ?? 'A person',
    '{provider}': provider === undefined ? 'a provider' : nameOf(provider),
    '{server}': server ?? 'of the workspace',
  };
  const addresses: Record<string, string> = {
    '{leads}': addressesAfter?.length ? `. It leads to ${addressesAfter.join(', ')}` : '',
    '{led}': addressesBefore?.length ? `. It led to ${addressesBefore.join(', ')}` : '',
  };
  const sentence =
    (outcome && REFUSED[type]) ?? (actor === undefined ? BY_ITSELF[type] : undefined) ?? SENTENCES[type];
  // An open page can be older than the API, and then a type can be unknown to it.
  const pieces = (sentence ?? type.replaceAll('_', ' '))
    .split(/(\{\w+\})/)
    .map((piece) => addresses[piece] ?? piece)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: names[piece] ?? piece, isName: piece in names }));
  const words = outcome && (OUTCOMES[outcome] ?? outcome.replaceAll('_', ' '));
  return { pieces, ...(words ? { outcome: words } : {}) };
}
