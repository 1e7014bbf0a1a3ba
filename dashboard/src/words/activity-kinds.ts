/** The kinds of entries that a person looks for, in groups. Pure. */
import type { ActivityType } from '../../../src/contract/activity.ts';

type Group = 'connections' | 'apps' | 'servers' | 'workspace' | 'refusals';

/** The compiler holds that every type has a group and its words. */
const KINDS: Record<ActivityType, readonly [group: Group, words: string]> = {
  connect_started: ['connections', 'Started to connect'],
  connected: ['connections', 'Connected'],
  connect_failed: ['connections', 'Could not connect'],
  tenant_chosen: ['connections', 'Chose what it is for'],
  connection_renamed: ['connections', 'Renamed'],
  tokens_dropped: ['connections', 'Tokens dropped'],
  refresh_recovered: ['connections', 'Refresh works again'],
  reauthorization_required: ['connections', 'Must be connected again'],
  grant_ends_soon: ['connections', 'Ends soon'],
  disconnect_requested: ['connections', 'Asked to disconnect'],
  disconnected: ['connections', 'Disconnected'],
  oauth_app_put: ['apps', 'Saved'],
  oauth_app_deleted: ['apps', 'Deleted'],
  app_misconfigured: ['apps', 'Refused by the provider'],
  app_recovered: ['apps', 'Accepted by the provider again'],
  verified_apps_allowed: ['apps', 'The platform’s apps allowed'],
  verified_apps_refused: ['apps', 'Own apps only'],
  mcp_server_put: ['servers', 'Registered or changed'],
  mcp_server_deleted: ['servers', 'Deleted'],
  mcp_server_confirmed: ['servers', 'Names confirmed'],
  tools_changed: ['servers', 'Tools changed'],
  tools_approved: ['servers', 'Tools approved'],
  oauth_client_registered: ['servers', 'Registered as a client'],
  workspace_deleted: ['workspace', 'Deleted'],
  initiator_mismatch: ['refusals', 'Consent of another person'],
  refused: ['refusals', 'Request refused'],
};

const GROUPS: Record<Group, string> = {
  connections: 'Connections',
  apps: 'OAuth apps',
  servers: 'MCP servers',
  workspace: 'Workspace',
  refusals: 'Refusals',
};

export interface KindGroup {
  group: Group;
  words: string;
  types: readonly (readonly [type: ActivityType, words: string])[];
}

export const KIND_GROUPS: readonly KindGroup[] = (Object.entries(GROUPS) as [Group, string][]).map(
  ([group, words]) => ({ group, words, types: typesIn(group).map((type) => [type, KINDS[type][1]]) }),
);

/** The types of a choice, as the API takes them: a group stands for all of its own. Undefined: no such choice. */
export function typesOfKind(kind: string): string | undefined {
  if (kind in GROUPS) return typesIn(kind as Group).join(',');
  return kind in KINDS ? kind : undefined;
}

function typesIn(group: Group): ActivityType[] {
  return (Object.keys(KINDS) as ActivityType[]).filter((type) => KINDS[type][0] === group);
}
