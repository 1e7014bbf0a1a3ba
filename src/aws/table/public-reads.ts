/**
 * The reads of the dashboard's function. It uses only Query with a list of attributes, even for a single item: GetItem has no
 * `Select`, so an IAM policy could not exclude the sealed attributes.
 */

import type { Activity, KnownPerson } from '../../broker/records.ts';
import type {
  ConnectionKey,
  Keyed,
  Page,
  PersonKey,
  PublicAppPolicy,
  PublicConnection,
  PublicOAuthApp,
  PublicReads,
  PublicSeenTools,
  RecordedActivity,
  ServerKey,
  WorkspaceMark,
} from '../../broker/stores.ts';
import {
  ACTIVITY_ATTRIBUTES,
  APP_POLICY_ATTRIBUTES,
  CONNECTION_PUBLIC_ATTRIBUTES,
  MARK_PUBLIC_ATTRIBUTES,
  OAUTH_APP_PUBLIC_ATTRIBUTES,
  PERSON_ATTRIBUTES,
  SEEN_TOOLS_ATTRIBUTES,
  SORT_KEY,
} from '../../contract/table.ts';
import { connectionKeyIn, connectionsOf } from './connections.ts';
import { decode, decodeMany } from './decode.ts';
import {
  activityId,
  activityPartition,
  appPolicyItem,
  connectionItem,
  oauthAppPartition,
  personPartition,
  seenToolsItem,
  workspaceMarkItem,
} from './item-keys.ts';
import { versionsOf } from './oauth-apps.ts';
import { partition, type Query, queryAll, queryFirst } from './query.ts';
import { servers } from './server-reads.ts';
import {
  ACTIVITY,
  APP_POLICY,
  CONNECTION,
  ITEM_KEY,
  OAUTH_APP,
  only,
  PERSON,
  SEEN_TOOLS,
  type Shape,
  WORKSPACE_MARK,
} from './shapes.ts';
import type { Table } from './table.ts';

// These types compare the contract's lists with the port: an attribute that only one of them has does not compile.
const PUBLIC_CONNECTION: Shape<PublicConnection> = only(CONNECTION, CONNECTION_PUBLIC_ATTRIBUTES);
const PUBLIC_MARK: Shape<Pick<WorkspaceMark, 'endedAt'>> = only(WORKSPACE_MARK, MARK_PUBLIC_ATTRIBUTES);
const PUBLIC_OAUTH_APP: Shape<PublicOAuthApp> = only(OAUTH_APP, OAUTH_APP_PUBLIC_ATTRIBUTES);
const PUBLIC_APP_POLICY: Shape<PublicAppPolicy> = only(APP_POLICY, APP_POLICY_ATTRIBUTES);
const PUBLIC_SEEN_TOOLS: Shape<PublicSeenTools> = only(SEEN_TOOLS, SEEN_TOOLS_ATTRIBUTES);
const PUBLIC_PERSON: Shape<KnownPerson> = only(PERSON, PERSON_ATTRIBUTES);
const PUBLIC_ACTIVITY: Shape<Activity> = only(ACTIVITY, ACTIVITY_ATTRIBUTES);

/** Reads of the table without sealed attributes, for the dashboard. */
export function publicReads(table: Table): PublicReads {
  return {
    connections: (workspaceId) => connections(table, workspaceId),
    connection: (key) => connection(table, key),
    personEndedAt: (workspaceId) => personEndedAt(table, workspaceId),
    oauthApps: async (owner, provider) => oauthApps(table, owner, versionsOf(owner, provider)),
    oauthAppsOf: async (owner) =>
      newestOfEach(await oauthApps(table, owner, partition(oauthAppPartition(owner)))),
    appPolicy: (workspaceId) => appPolicy(table, workspaceId),
    servers: (workspaceId) => servers(table, workspaceId),
    seenTools: (key) => seenTools(table, key),
    people: (workspaceId) => people(table, workspaceId),
    activity: (workspaceId, limit, after) => activity(table, workspaceId, { limit, after }),
  };
}

/** The read is strongly consistent, so that people see their own changes. */
async function connections(
  table: Table,
  workspaceId: string,
): Promise<Keyed<ConnectionKey, PublicConnection>[]> {
  const where = connectionsOf(workspaceId);
  const attributes = CONNECTION_PUBLIC_ATTRIBUTES;
  return decodeMany(table, await queryAll(table, { where, attributes, consistent: true }), {
    one: (item) => ({ key: connectionKeyIn(item), record: decode(PUBLIC_CONNECTION, item) }),
    fields: { workspaceId },
  });
}

async function connection(table: Table, key: ConnectionKey): Promise<PublicConnection | undefined> {
  const { pk, sk } = connectionItem(key);
  const [item] = await queryAll(table, {
    where: (at) => `${partition(pk)(at)} AND ${at.name(SORT_KEY)} = ${at.value(sk)}`,
    attributes: CONNECTION_PUBLIC_ATTRIBUTES,
    consistent: true,
  });
  return item && decode(PUBLIC_CONNECTION, item);
}

async function seenTools(table: Table, key: ServerKey): Promise<PublicSeenTools | undefined> {
  const { pk, sk } = seenToolsItem(key);
  const [item] = await queryAll(table, {
    where: (at) => `${partition(pk)(at)} AND ${at.name(SORT_KEY)} = ${at.value(sk)}`,
    attributes: SEEN_TOOLS_ATTRIBUTES,
    consistent: true,
  });
  return item && decode(PUBLIC_SEEN_TOOLS, item);
}

async function personEndedAt(table: Table, workspaceId: string): Promise<number | undefined> {
  const { pk, sk } = workspaceMarkItem({ workspaceId });
  const [item] = await queryAll(table, {
    where: (at) => `${partition(pk)(at)} AND ${at.name(SORT_KEY)} = ${at.value(sk)}`,
    attributes: MARK_PUBLIC_ATTRIBUTES,
    consistent: true,
  });
  return item && decode(PUBLIC_MARK, item).endedAt;
}

/** The newest version comes first; the versions of one provider follow each other. */
/** Strongly consistent, so that a deletion marks every version. */
async function oauthApps(table: Table, owner: string, where: Query['where']): Promise<PublicOAuthApp[]> {
  const attributes = OAUTH_APP_PUBLIC_ATTRIBUTES;
  return decodeMany(
    table,
    await queryAll(table, { where, attributes, newestFirst: true, consistent: true }),
    {
      one: (item) => decode(PUBLIC_OAUTH_APP, item),
      fields: { workspaceId: owner },
    },
  );
}

function newestOfEach(apps: PublicOAuthApp[]): PublicOAuthApp[] {
  return apps.filter((app, index) => app.provider !== apps[index - 1]?.provider);
}

/** Strongly consistent. Throws for a damaged item: without the choice nobody knows what may be shown as allowed. */
async function appPolicy(table: Table, workspaceId: string): Promise<PublicAppPolicy | undefined> {
  const { pk } = appPolicyItem({ workspaceId });
  const query = { where: partition(pk), attributes: APP_POLICY_ATTRIBUTES, consistent: true };
  const [item] = await queryAll(table, query);
  return item && decode(PUBLIC_APP_POLICY, item);
}

/** Strongly consistent, so that nobody is shown who was erased a moment ago. */
async function people(table: Table, workspaceId: string): Promise<Keyed<PersonKey, KnownPerson>[]> {
  const where = partition(personPartition(workspaceId));
  return decodeMany(
    table,
    await queryAll(table, { where, attributes: PERSON_ATTRIBUTES, consistent: true }),
    {
      one: (item) => ({
        key: { workspaceId, personId: decode(ITEM_KEY, item).sk },
        record: decode(PUBLIC_PERSON, item),
      }),
      fields: { workspaceId },
    },
  );
}

async function activity(
  table: Table,
  workspaceId: string,
  { limit, after }: { limit: number; after: string | undefined },
): Promise<Page<RecordedActivity>> {
  const where = activityBefore(workspaceId, after);
  // One more item than requested shows whether there is another page: DynamoDB can return LastEvaluatedKey at the end too.
  const { items, cut } = await queryFirst(table, limit + 1, {
    where,
    attributes: ACTIVITY_ATTRIBUTES,
    newestFirst: true,
  });
  const page = items.slice(0, limit);
  const last = page.at(-1)?.[SORT_KEY]?.S;
  const more = items.length > limit || cut;
  return {
    items: decodeMany(table, page, {
      one: (item) => ({ ...decode(PUBLIC_ACTIVITY, item), id: decode(ITEM_KEY, item).sk }),
      fields: { workspaceId },
    }),
    ...(more && last !== undefined && { next: last }),
  };
}

function activityBefore(workspaceId: string, after: string | undefined): Query['where'] {
  const wholePartition = partition(activityPartition(workspaceId));
  if (after === undefined) return wholePartition;
  const id = activityId(after);
  return (at) => `${wholePartition(at)} AND ${at.name(SORT_KEY)} < ${at.value(id)}`;
}
