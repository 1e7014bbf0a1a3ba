/** Bodies of the HTTP API. Answers are allow-lists: a field that is not here cannot leave. */
import * as z from 'zod';
import { ActivityOutcome, ActivityType } from './activity.ts';
import { CustomProvider, CustomProviderBody } from './custom-provider.ts';
import { ConnectionId, Handle, ProviderId, ServerId, SessionId } from './identifiers.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { DisconnectReceipt } from './receipt.ts';
import { RefreshOutcome } from './refresh.ts';
import { ServerRegistration } from './server-registration.ts';
import { ConnectionStatus, StatusReason } from './statuses.ts';

const Time = z.iso.datetime();
const ScopeName = z.string().min(1).max(200);
/** Values of a provider's variables; each is checked against the provider's own grammar when it is used. */
const VariableValues = z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/), z.string().min(1).max(253));
const AppFacts = z.object({
  setUp: z.string(),
  testUsers: z.string().optional(),
  quota: z.string().optional(),
  unverifiedScreen: z.string().optional(),
  refreshToken: z.string().optional(),
});

export const ProviderResource = z.object({
  id: ProviderId,
  name: z.string(),
  apps: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.object({ scope: ScopeName, description: z.string(), default: z.boolean() })),
    }),
  ),
  servers: z.array(z.object({ id: ServerId, name: z.string(), url: z.string().optional() })),
  verifiedApp: z.enum(['available', 'coming_soon']),
  verified: AppFacts,
  byo: AppFacts.extend({ consoleUrl: z.string(), steps: z.array(z.string()) }),
  variables: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      example: z.string(),
      default: z.string().optional(),
      of: z.enum(['connection', 'app']),
    }),
  ),
  refresh: z.enum(['rotating', 'reusable', 'sometimes', 'none']),
  revocation: z.enum(['token', 'grant', 'app', 'none']),
  pkce: z.boolean(),
  confidence: z.enum(['high', 'medium', 'low']),
});
export const ProviderList = z.object({ providers: z.array(ProviderResource) });

export const ConnectionResource = z.object({
  id: ConnectionId,
  provider: ProviderId,
  app: z.object({ owner: z.enum(['verified', 'workspace']), version: z.int(), clientId: z.string() }),
  status: ConnectionStatus,
  reason: StatusReason.optional(),
  account: z.string().optional(),
  variables: z.record(z.string(), z.string()),
  connectedBy: z.string(),
  connectedAt: Time,
  requestedScopes: z.array(z.string()),
  grantedScopes: z.array(z.string()),
  missingScopes: z.array(z.string()),
  /** When the current access token expires; absent where the provider's tokens have no clock. */
  accessExpiresAt: Time.optional(),
  lastRefreshAt: Time.optional(),
  nextRefreshAt: Time.optional(),
  /** When the grant would end if nothing used or refreshed it, where the provider tells or documents it. */
  grantExpiresAt: Time.optional(),
  receipt: DisconnectReceipt.optional(),
});
export type ConnectionResource = z.infer<typeof ConnectionResource>;
export const ConnectionList = z.object({ connections: z.array(ConnectionResource) });

export const StartBody = z.strictObject({
  provider: ProviderId,
  /** A further account of the same provider: the part after `~`. */
  label: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
    .optional(),
  app: z.enum(['verified', 'workspace']).optional(),
  /** Apps of the provider to serve (`gmail`); their default scopes are asked for. */
  apps: z
    .array(z.string().regex(/^[a-z0-9_-]{1,40}$/))
    .max(20)
    .optional(),
  /** Further scopes, out of the catalogue's. */
  scopes: z.array(ScopeName).max(50).optional(),
  variables: VariableValues.optional(),
});
export const StartedSession = z.object({
  id: SessionId,
  connectionId: ConnectionId,
  /** Send the browser there. It carries the state; treat it as a secret of this browser. */
  authorizationUrl: z.string(),
  expiresAt: Time,
});

export const CompleteBody = z.strictObject({ handle: Handle });

export const OAuthAppBody = z.strictObject({
  clientId: z
    .string()
    .min(1)
    .max(512)
    .regex(/^(?!\.{1,2}$)[\x21-\x7e]+$/),
  /** Write-only. */
  clientSecret: z
    .string()
    .min(1)
    .max(2048)
    .regex(/^[\x20-\x7e]+$/),
  variables: VariableValues.optional(),
  /** What a provider of the workspace's own (`custom~name`) is like; for it, and for no other. */
  custom: CustomProviderBody.optional(),
});
export const OAuthAppResource = z.object({
  provider: ProviderId,
  version: z.int(),
  clientId: z.string(),
  variables: z.record(z.string(), z.string()),
  custom: CustomProvider.optional(),
  secretSetAt: Time,
  createdAt: Time,
});
/** What to register at the provider, and the workspace's app where there is one. */
export const OAuthAppAnswer = z.object({ redirectUri: z.string(), app: OAuthAppResource.optional() });

/**
 * A workspace's own MCP server. Its hosts are not told but follow: the host of its URL, or for one that the runtime starts the
 * provider's API.
 */
export const McpServerBody = ServerRegistration.omit({ id: true, allowedHosts: true });
export const McpServerResource = z.object({
  id: ServerId,
  name: z.string(),
  provider: ProviderId,
  url: z.string().optional(),
  source: z.enum(['catalogue', 'stage', 'workspace']),
  connected: z.boolean(),
});
export const McpServerList = z.object({ servers: z.array(McpServerResource) });

export const ActivityResource = z.object({
  at: Time,
  type: ActivityType,
  connectionId: z.string().optional(),
  provider: z.string().optional(),
  actor: z.string().optional(),
  outcome: ActivityOutcome.optional(),
});
export const ActivityPage = z.object({ activity: z.array(ActivityResource), cursor: z.string().optional() });
export const ActivityQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,200}$/)
    .optional(),
});

export const RefreshAnswer = z.object({
  outcome: RefreshOutcome,
  retryAt: Time.optional(),
});

/** `code` of a problem, which callers branch on. */
const ProblemCodes = z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]);

/** RFC 9457 section 3, with our stable `code` and the id under which the log has the cause. */
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: ProblemCodes,
  correlationId: z.string().optional(),
});
