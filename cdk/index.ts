/** What another CDK app imports from `@connections/cdk`. */
export type { AccountSettings, VpcSettings } from '../lib/account-settings.ts';
export { Connections, type ConnectionsProps } from '../lib/connections.ts';
export type { DomainSettings, HostedDashboardSettings } from '../lib/dashboard-settings.ts';
export { StageError } from '../lib/validate-stage.ts';
