/** Which resources of the contract's list a stage has. */
import { type ComesWith, LASTING, type LastingResource } from '../../src/contract/deployment/lasting.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { createsUserPool } from '../settings/user-pool-settings.ts';

const HAS: Record<ComesWith, (settings: StageSettings) => boolean> = {
  'a table of its own': ({ tableName }) => tableName === undefined,
  'a table of calls of its own': ({ callsTableName }) => callsTableName === undefined,
  'a vault key of its own': ({ vaultKeyArn }) => vaultKeyArn === undefined,
  'an alarm topic of its own': ({ alarmTarget }) => alarmTarget === undefined,
  'a hosted dashboard': ({ hostedDashboard }) => hostedDashboard !== undefined,
  'a user pool of its own': ({ jwt }) => createsUserPool(jwt),
  'DNS records': ({ hostedDashboard, domain }) =>
    hostedDashboard !== undefined && domain?.hostedZone !== undefined,
  'proxied servers': ({ mcpProxies = [] }) => mcpProxies.length > 0,
  'an address for MCP clients': ({ mcpEndpoint }) => mcpEndpoint !== undefined,
  canaries: ({ deployment }) => deployment !== 'all-at-once',
};

/** Pure. */
export function lastingOf(settings: StageSettings): readonly LastingResource[] {
  return LASTING.filter(({ comesWith }) => comesWith === undefined || HAS[comesWith](settings));
}
