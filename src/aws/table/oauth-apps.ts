/** The stores of OAuth apps, of which each version has one item, and of the choices of workspaces between them. */

import type { OAuthApp } from '../../broker/records.ts';
import type { AppPolicyStore, ClientHolderStore, OAuthAppStore } from '../../broker/stores.ts';
import { SORT_KEY } from '../../contract/table.ts';
import { decode } from './decode.ts';
import {
  appPolicyItem,
  clientHolderItem,
  clientHolderPartition,
  oauthAppItem,
  oauthAppPartition,
  oauthAppPrefix,
} from './item-keys.ts';
import { partition, type Query, queryAll, queryFirst } from './query.ts';
import { records } from './records.ts';
import { APP_POLICY, CLIENT_HOLDER, ITEM_KEY, OAUTH_APP } from './shapes.ts';
import type { Table } from './table.ts';

/** OAuth apps of workspaces and of the platform, in all their versions. */
export function oauthAppStore(table: Table): OAuthAppStore {
  return {
    ...records(table, oauthAppItem, OAUTH_APP),
    newest: (owner, provider) => newest(table, owner, provider),
  };
}

/** Who holds which OAuth client; each client has one partition. */
export function clientHolderStore(table: Table): ClientHolderStore {
  return {
    ...records(table, clientHolderItem, CLIENT_HOLDER),
    of: async (clientKey) => {
      const where = partition(clientHolderPartition(clientKey));
      const items = await queryAll(table, { where, consistent: true });
      return items.map((item) => ({ owner: decode(ITEM_KEY, item).sk, ...decode(CLIENT_HOLDER, item) }));
    },
  };
}

/** Which OAuth apps each workspace chose to allow; a workspace has one item. */
export function appPolicyStore(table: Table): AppPolicyStore {
  return records(table, appPolicyItem, APP_POLICY);
}

/** The key condition of all versions of an owner's app for one provider. */
export function versionsOf(owner: string, provider: string): Query['where'] {
  const wholePartition = partition(oauthAppPartition(owner));
  const prefix = oauthAppPrefix(provider);
  return (at) => `${wholePartition(at)} AND begins_with(${at.name(SORT_KEY)}, ${at.value(prefix)})`;
}

async function newest(table: Table, owner: string, provider: string): Promise<OAuthApp | undefined> {
  const where = versionsOf(owner, provider);
  const { items } = await queryFirst(table, 1, { where, consistent: true, newestFirst: true });
  return items[0] && decode(OAUTH_APP, items[0]);
}
