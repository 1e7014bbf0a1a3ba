/** The values of the functions' environment variables. */
import {
  BELOW,
  type FunctionName,
  NO_DASHBOARD_CLIENT,
  VARIABLE,
  VARIABLES_OF,
} from '../../src/contract/environment.ts';
import {
  accessTokensOf,
  DEFAULT_MAX_AGE_SECONDS,
  DEFAULT_PERSON_CLAIM,
  DEFAULT_STALE_KEYS_SECONDS,
  DEFAULT_WORKSPACE_CLAIM,
  type SignInSettings,
} from '../settings/sign-in-settings.ts';
import { DEFAULT_IDLE_AFTER_DAYS, type StageSettings } from '../settings/stage-settings.ts';
import type { StageStorage } from '../storage/stage-storage.ts';

export type VariableValues = Partial<Record<keyof typeof VARIABLE, string>>;

/** Where the stage is reached, both without a trailing slash, and who signs its callers in. */
export interface StageAddresses {
  readonly apiOrigin: string;
  readonly dashboardUrl: string;
  readonly jwt: SignInSettings;
  /** The page's client at the identity provider. Undefined: the page is hosted elsewhere. */
  readonly clientId?: string | undefined;
  /** Where people's own MCP clients reach the stage, with `mcpEndpoint`. Without a trailing slash. */
  readonly mcpAddress?: string | undefined;
}

/** The values that are the same for all functions of a stage. */
export function stageValues(
  settings: StageSettings,
  storage: StageStorage,
  { apiOrigin, dashboardUrl, jwt, clientId, mcpAddress }: StageAddresses,
): VariableValues {
  const { table, calls, vaultKey, cursorKey, platformApps, escrow, events } = storage;
  const mcp = mcpValues(settings, mcpAddress);
  return {
    stage: settings.name,
    table: table.table.tableName,
    callsTable: calls.table.tableName,
    kmsKey: vaultKey.key.keyArn,
    cursorKey: cursorKey.key.keyArn,
    platformApps: platformApps.prefix,
    apiOrigin,
    dashboardUrl,
    dashboardClientId: clientId ?? NO_DASHBOARD_CLIENT,
    ...signInValues(jwt),
    ...mcp,
    injectorAudiences: [jwt.audience, ...(settings.injectorAudiences ?? []), mcp?.mcpAudience ?? []]
      .flat()
      .join(' '),
    personalWorkspaces: settings.personalWorkspaces ?? 'off',
    toolChanges: settings.toolChanges ?? 'record',
    callerToken: settings.callerToken ?? 'required',
    workspaceServers: settings.workspaceServers ?? 'public-https-only',
    allowedApps: settings.allowedApps ?? 'verified-and-own',
    escrowBucket: escrow.bucket.bucketName,
    eventBus: events.bus.eventBusName,
    idleAfterDays: String(settings.idleAfterDays ?? DEFAULT_IDLE_AFTER_DAYS),
  };
}

function mcpValues({ mcpEndpoint }: StageSettings, address: string | undefined) {
  if (!mcpEndpoint || address === undefined) return undefined;
  return {
    mcpAddress: address,
    mcpAudience: mcpEndpoint.audience ?? `${address}${BELOW}`,
    mcpScopes: JSON.stringify(mcpEndpoint.scopes ?? []),
  } satisfies VariableValues;
}

/** What a function needs that verifies the tokens of callers. */
export function signInValues(jwt: SignInSettings): VariableValues {
  const accessTokens = accessTokensOf(jwt);
  return {
    jwtIssuer: jwt.issuer,
    jwtAudience: jwt.audience,
    // validateStage() requires one.
    ...(accessTokens && { accessTokens }),
    accessTokenMaxAge: String(jwt.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS),
    issuerKeysStale: String(jwt.staleKeysSeconds ?? DEFAULT_STALE_KEYS_SECONDS),
    personClaim: jwt.personClaim ?? DEFAULT_PERSON_CLAIM,
    workspaceClaim: jwt.workspaceClaim ?? DEFAULT_WORKSPACE_CLAIM,
    workspaceClaimForm: jwt.workspaceClaimForm ?? 'list',
  };
}

/** The variables that the contract lists for a function, and no others; throws when one has no value. */
export function environmentOf(name: FunctionName, values: VariableValues): Record<string, string> {
  return Object.fromEntries(
    VARIABLES_OF[name].map((variable) => {
      const value = values[variable];
      if (value === undefined) throw new Error(`${name} needs a value for ${VARIABLE[variable]}`);
      return [VARIABLE[variable], value];
    }),
  );
}
