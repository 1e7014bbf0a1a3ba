/** The `config.json` of a stage's page. */
import type { DashboardConfig, SignInRequest } from '../../src/contract/dashboard/dashboard-config.ts';
import type { HostedDashboardSettings } from '../settings/dashboard-settings.ts';
import {
  accessTokensOf,
  DEFAULT_WORKSPACE_CLAIM,
  type SignInSettings,
} from '../settings/sign-in-settings.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { logoNames } from './logo-source.ts';

/** Who signs people in at the page, and what the page asks for. */
export interface PageSignIn {
  readonly jwt: SignInSettings;
  /** The page's client at the identity provider. validateStage() requires one. */
  readonly clientId?: string;
  /** @default the scope `openid`, and the audience as `resource` */
  readonly signIn?: SignInRequest;
}

/** What the stage has for people beside the page: workspaces of their own, and an address for their MCP clients. */
export type PageOffers = Pick<DashboardConfig, 'personalWorkspaces' | 'mcpEndpoint'>;

/** `mcpAddress`: where MCP clients reach the stage, without a trailing slash. Undefined: nowhere. */
export function pageOffers(
  { personalWorkspaces = 'off', mcpEndpoint }: Pick<StageSettings, 'personalWorkspaces' | 'mcpEndpoint'>,
  mcpAddress?: string,
): PageOffers {
  const clients = mcpEndpoint?.clients;
  return {
    ...(personalWorkspaces !== 'off' && { personalWorkspaces }),
    ...(mcpAddress !== undefined && { mcpEndpoint: { address: mcpAddress, ...(clients && { clients }) } }),
  };
}

/** `apiOrigin` is without a trailing slash. */
export function dashboardConfig(
  { jwt, clientId = '', signIn }: PageSignIn,
  apiOrigin: string,
  {
    returnTo,
    logos,
    silentSignIn,
    personalWorkspaces,
    mcpEndpoint,
  }: Pick<HostedDashboardSettings, 'returnTo' | 'logos' | 'silentSignIn'> & PageOffers = {},
): DashboardConfig {
  const { issuer, audience, personClaim, workspaceClaim = DEFAULT_WORKSPACE_CLAIM } = jwt;
  return {
    issuer,
    audience,
    ...(personClaim !== undefined && { personClaim }),
    workspaceClaim,
    clientId,
    apiOrigin,
    ...(signIn && { signIn }),
    ...(accessTokensOf(jwt) === 'cognito' && { signOut: 'cognito' }),
    ...(silentSignIn && { silentSignIn }),
    ...(returnTo && { returnTo }),
    ...(logos !== undefined && { logos: logoNames(logos) }),
    ...(personalWorkspaces && { personalWorkspaces }),
    ...(mcpEndpoint && { mcpEndpoint }),
  };
}
