/** The exports of `@connections/cdk`. */
export { Connections, type ConnectionsProps } from '../lib/connections.ts';
export type { AccountSettings, VpcSettings } from '../lib/settings/account-settings.ts';
export type { DomainSettings, HostedDashboardSettings } from '../lib/settings/dashboard-settings.ts';
export type { SignInSettings } from '../lib/settings/sign-in-settings.ts';
export type { UserPoolSettings, UserPoolSignIn } from '../lib/settings/user-pool-settings.ts';
export { StageError } from '../lib/stage-error.ts';
