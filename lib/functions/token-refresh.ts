/** token-refresh: refreshes single connections on demand, for a call or a person that waits. */
import type { FunctionDefinition } from './function-definition.ts';
import {
  connectionAlarms,
  grantRefreshing,
  REFRESHING,
  refreshingAlarms,
  rotatedTokenAlarms,
} from './refreshing.ts';

export const tokenRefresh: FunctionDefinition = {
  ...REFRESHING,
  description: 'Refreshes a connection on demand',
  grantRights: grantRefreshing,
  // The last two are about the connections, whichever of the two functions refreshes them.
  alarms: (own, { metrics }) => [
    ...refreshingAlarms('refresh-errors', own, metrics),
    ...connectionAlarms(metrics),
    ...rotatedTokenAlarms(metrics),
  ],
  deploymentAlarms: ['refresh-errors', 'rotated-tokens-lost'],
};
