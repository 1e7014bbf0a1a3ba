import type { ActivityOutcome, ActivityType } from '../../../src/contract/activity.ts';
import type { Activity } from '../api/types.ts';
import { titleOf } from './connection-title.ts';
import { REASON_WORDS } from './connection-words.ts';
import type { Named, Piece } from './named.ts';
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
  tools_changed: 'Tools of the MCP server {server} are not as they were{tools}',
  tools_approved: '{actor} approved tools of the MCP server {server}{tools}',
  oauth_client_registered:
    'Connections registered itself with the authorization server of the MCP server {server}',
  oauth_app_put: '{actor} saved the workspace’s OAuth app for {provider}{leads}',
  oauth_app_deleted: '{actor} deleted the workspace’s OAuth app for {provider}{led}',
  verified_apps_allowed: '{actor} allowed the platform’s OAuth apps in this workspace',
  verified_apps_refused: '{actor} allowed only the workspace’s own OAuth apps',
  workspace_deleted: '{actor} deleted the workspace',
  refused: 'A request of {actor} was refused{operation}',
};

/** What the service did by itself. */
const BY_ITSELF: Partial<Record<ActivityType, string>> = {
  disconnect_requested: 'Nobody chose in time what {provider} is connected for, so the connection ends',
};

/** What a change was that did not happen: the entry has an outcome. */
const REFUSED: Partial<Record<ActivityType, string>> = {
  mcp_server_put: '{actor} could not save the MCP server {server}',
  mcp_server_deleted: '{actor} could not delete the MCP server {server}',
  tools_approved: '{actor} could not approve tools of the MCP server {server}',
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
  pieces: Piece[];
  outcome?: string;
}

export interface Names {
  nameOf: (provider: string) => string;
  /** The name of a person, by the `sub` of their tokens. */
  people: (subject: string) => string;
}

/** Types whose provider stands for the workspace's own app there. */
const OF_APPS: ReadonlySet<ActivityType> = new Set([
  'oauth_app_put',
  'oauth_app_deleted',
  'app_misconfigured',
  'app_recovered',
]);

export function activityText(entry: Activity, { nameOf, people }: Names): ActivityText {
  const { type, actor, outcome } = entry;
  const names: Record<string, string> = {
    '{actor}': actor === undefined ? 'A person' : people(actor),
    '{provider}': accountIn(entry, nameOf),
    '{server}': entry.server ?? 'of the workspace',
  };
  const more = beside(entry);
  const sentence =
    (outcome && REFUSED[type]) ?? (actor === undefined ? BY_ITSELF[type] : undefined) ?? SENTENCES[type];
  // An open page can be older than the API, and then a type can be unknown to it.
  const pieces = (sentence ?? type.replaceAll('_', ' '))
    .split(/(\{\w+\})/)
    .map((piece) => more[piece] ?? piece)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const named = namedBy(piece, entry);
      return { text: names[piece] ?? piece, isName: piece in names, ...(named && { names: named }) };
    });
  const words = outcome && (OUTCOMES[outcome] ?? outcome.replaceAll('_', ' '));
  return { pieces, ...(words ? { outcome: words } : {}) };
}

/** The provider, with the label of a further account. */
function accountIn({ provider, connectionId }: Activity, nameOf: Names['nameOf']): string {
  if (provider === undefined) return 'a provider';
  return titleOf({ id: connectionId ?? provider, provider }, nameOf(provider));
}

function beside({ addressesBefore, addressesAfter, operation, ...entry }: Activity): Record<string, string> {
  return {
    '{leads}': addressesAfter?.length ? `. It leads to ${addressesAfter.join(', ')}` : '',
    '{led}': addressesBefore?.length ? `. It led to ${addressesBefore.join(', ')}` : '',
    '{tools}': toolsIn(entry),
    '{operation}': operation === undefined ? '' : `: ${inWords(operation)}`,
  };
}

/** The tools by name, and how each changed. An approval changes none. */
function toolsIn({
  type,
  toolChanges = [],
  toolsChanged = 0,
}: Pick<Activity, 'type' | 'toolChanges' | 'toolsChanged'>): string {
  if (toolChanges.length === 0) return '';
  const named = toolChanges.map(({ tool, before, after }) => {
    if (type === 'tools_approved' || (before !== undefined && after !== undefined)) return tool;
    return before === undefined ? `${tool} (new)` : `${tool} (gone)`;
  });
  const more = toolsChanged - toolChanges.length;
  return `: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function namedBy(piece: string, { type, provider, connectionId, server }: Activity): Named | undefined {
  if (piece === '{server}' && server !== undefined) return { page: 'server', id: server };
  if (piece !== '{provider}' || provider === undefined) return undefined;
  if (OF_APPS.has(type)) return { page: 'app', id: provider };
  return connectionId === undefined ? undefined : { page: 'connection', id: connectionId };
}

/** `putOAuthApp` is "put OAuth app". */
function inWords(operation: string): string {
  return operation
    .replaceAll('OAuth', ' OAuth ')
    .replaceAll('Mcp', ' MCP ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/\s+/)
    .map((word) => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word))
    .join(' ');
}
