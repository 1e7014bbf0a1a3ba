/** connections-api: what the dashboard reads. It may query public attributes only, and derives the keys of its cursors. */
import { Duration } from 'aws-cdk-lib';
import {
  ACTIVITY_ATTRIBUTES,
  APP_POLICY_ATTRIBUTES,
  CONNECTION_PUBLIC_ATTRIBUTES,
  type ItemType,
  MARK_PUBLIC_ATTRIBUTES,
  OAUTH_APP_PUBLIC_ATTRIBUTES,
  PERSON_ATTRIBUTES,
  SEEN_TOOLS_ATTRIBUTES,
  SERVER_ATTRIBUTES,
} from '../../src/contract/table.ts';
import { every, naming, ofTypes, SELECTING } from '../storage/table-conditions.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functionErrors, issuerUnreachable, throttled } from './shared-alarms.ts';

/** The attributes that may be queried, by item type. None of them holds sealed bytes. */
const PUBLIC_ATTRIBUTES: readonly [ItemType, readonly string[]][] = [
  ['connection', CONNECTION_PUBLIC_ATTRIBUTES],
  // The mark of a personal workspace is in the partition of its connections.
  ['connection', MARK_PUBLIC_ATTRIBUTES],
  ['oauthApp', OAUTH_APP_PUBLIC_ATTRIBUTES],
  ['server', SERVER_ATTRIBUTES],
  ['seenTools', SEEN_TOOLS_ATTRIBUTES],
  ['appPolicy', APP_POLICY_ATTRIBUTES],
  ['activity', ACTIVITY_ATTRIBUTES],
  ['person', PERSON_ATTRIBUTES],
];

export const connectionsApi: FunctionDefinition = {
  description: 'Reads metadata for the dashboard',
  // A person waits, and the function calls nothing but the table.
  timeout: Duration.seconds(10),
  memory: 512,
  containsServers: true,

  grantRights(role, { table, calls, cursorKey }) {
    // Each item type needs a statement of its own, because the attributes differ.
    for (const [type, attributes] of PUBLIC_ATTRIBUTES)
      table.allow(role, ['Query'], every(ofTypes(type), naming(attributes), SELECTING));
    calls.grantRead(role);
    cursorKey.grantDerive(role);
  },

  alarms: (own, context) => [
    functionErrors(own, context),
    issuerUnreachable(own, context),
    throttled(own, context),
  ],
};
