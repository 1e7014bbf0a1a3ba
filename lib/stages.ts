/** What differs between the environments. Whoever deploys edits the values at the end of this file. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type {
  ALWAYS_FRESH,
  CallerTokenRule,
  FunctionName,
  WorkspaceServersRule,
} from '../src/contract/environment.ts';
import type { ServerRegistration } from '../src/contract/server-registration.ts';
import type { AccountSettings } from './account-settings.ts';
import type { DomainSettings, HostedDashboardSettings } from './dashboard-settings.ts';
import type { ReleasedFunction } from './live-alias.ts';
import type { McpProxySettings } from './mcp-integration.ts';
import type { OperationsSettings } from './operations-settings.ts';
import { StageError } from './validate-stage.ts';

export interface StageSettings extends AccountSettings, OperationsSettings {
  /**
   * Part of the encryption context and of every envelope's associated data: renaming a stage makes its tokens
   * unreadable.
   */
  readonly name: string;
  /**
   * Where the API is reached, without a trailing slash. Redirect URIs are built from it, so providers know it.
   * @default with `hostedDashboard` the dashboard's origin, else the HTTP API's own `execute-api` endpoint
   */
  readonly apiOrigin?: string;
  /**
   * The dashboard page, without a trailing slash. The callback and "connect" links lead here.
   * @default with `hostedDashboard` its own; else there is none, and it must be written
   */
  readonly dashboardUrl?: string;
  /**
   * Serves the dashboard, with the API at the same origin, from a CloudFront distribution of the stage.
   * @default the dashboard is served elsewhere, at `dashboardUrl`
   */
  readonly hostedDashboard?: HostedDashboardSettings;
  /**
   * The name of that distribution.
   * @default CloudFront's own, which lasts as long as the stack
   */
  readonly domain?: DomainSettings;
  /**
   * Origins whose pages may call the API (CORS), exact.
   * @default the origin of `dashboardUrl`; with `hostedDashboard` none, since the page is at the API's own origin
   */
  readonly dashboardOrigins?: string[];
  /**
   * The identity provider of the dashboard and of the MCP runtime's callers. API Gateway fetches its keys when the stack
   * is deployed and later, and takes RSA signatures only.
   */
  readonly jwt: {
    /** `iss` of the tokens, exactly; discovery is below it. */
    readonly issuer: string;
    /** `aud` of the tokens. */
    readonly audience: string;
    /**
     * Claim that lists `workspace:role` strings.
     * @default 'workspaces'
     */
    readonly workspaceClaim?: string;
  };
  /**
   * ARNs of the roles (an MCP runtime's) that may invoke token-injector. A role of another account needs
   * `lambda:InvokeFunction` in its own policy too.
   * @default none
   */
  readonly injectorCallers?: string[];
  /**
   * Whether token-injector wants the JWT with which its runtime was called, or believes the runtime.
   * @default 'required'
   */
  readonly callerToken?: CallerTokenRule;
  /**
   * Whether workspaces may register MCP servers of private addresses, which runtimes then send tokens to. Only for a
   * stage whose runtimes stand in a network of the operator's, with servers beside them.
   * @default 'public-https-only'
   */
  readonly workspaceServers?: WorkspaceServersRule;
  /**
   * The operator's MCP servers, built into the bundles of connections-api, connect and the injector's two forms.
   * @default none
   */
  readonly servers?: ServerRegistration[];
  /**
   * Those of `servers` that clients reach through a REST API of the stage, whose authorizer is the injector
   * (docs/authorizer.md). Each call needs the caller's token, whatever `callerToken` says.
   * @default none, and no such API
   */
  readonly mcpProxies?: McpProxySettings[];
  /**
   * After so many days without a call a connection is no longer kept fresh, only alive, and its next call refreshes it
   * on demand. `'always-fresh'` refreshes used and unused ones alike. docs/cost.md shows the difference.
   * @default 14
   */
  readonly idleAfterDays?: number | typeof ALWAYS_FRESH;
  /**
   * Into how many invocations of token-refresh each minute's tick is shared, 1 to 16. One carries some hundred thousand
   * connections; docs/scale.md has the arithmetic. Can be changed at any time.
   * @default 1
   */
  readonly refreshShares?: number;
  /**
   * How long the functions' logs and the access log are kept.
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;
  /**
   * What becomes of the table, the key and the logs when the stack goes. Without the key every token is lost.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * DynamoDB and CloudFormation refuse to delete the table and the stack.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Continuous backups of 35 days. Disconnected tokens stay in them that long, sealed.
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;
  /**
   * Concurrent executions kept for a function, which are also the most it gets. A new account has a quota of 10 in
   * all, of which none can be reserved; an ordinary one has 1,000, of which 100 stay unreserved.
   * @default none
   */
  readonly reservedConcurrency?: Partial<Record<FunctionName, number>>;
  /**
   * Executions of a function that is invoked by its alias which Lambda keeps started, so that no call waits for a cold
   * start. They cost by the hour, used or not (docs/cost.md), and count as reserved.
   * @default none
   */
  readonly provisionedConcurrency?: Partial<Record<ReleasedFunction, number>>;
}

export const DEFAULT_IDLE_AFTER_DAYS = 14;
export const DEFAULT_WORKSPACE_CLAIM = 'workspaces';

/** Values under `example.com` must be replaced before a deployment; synth warns while they are not. */
export const STAGES: readonly StageSettings[] = [
  {
    name: 'dev',
    dashboardUrl: 'https://connections.dev.example.com',
    dashboardOrigins: ['https://connections.dev.example.com'],
    jwt: { issuer: 'https://id.dev.example.com', audience: 'connections-dev', workspaceClaim: 'workspaces' },
    injectorCallers: [],
    callerToken: 'trust-the-runtime-without-a-caller-token',
    servers: [],
    logRetention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
    pointInTimeRecovery: false,
    deployment: 'all-at-once',
  },
  {
    name: 'staging',
    dashboardUrl: 'https://connections.staging.example.com',
    dashboardOrigins: ['https://connections.staging.example.com'],
    jwt: {
      issuer: 'https://id.staging.example.com',
      audience: 'connections-staging',
      workspaceClaim: 'workspaces',
    },
    injectorCallers: [],
    callerToken: 'required',
    servers: [],
    logRetention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
    pointInTimeRecovery: true,
    reservedConcurrency: { 'oauth-callback': 5, 'token-refresh': 10, 'token-injector': 20 },
  },
  {
    name: 'prod',
    dashboardUrl: 'https://connections.example.com',
    dashboardOrigins: ['https://connections.example.com'],
    jwt: { issuer: 'https://id.example.com', audience: 'connections', workspaceClaim: 'workspaces' },
    injectorCallers: [],
    callerToken: 'required',
    servers: [],
    logRetention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    pointInTimeRecovery: true,
    // The callback is public: capped, so that a flood cannot take the room of the others (T170). One tick takes one
    // execution of token-refresh; the rest is for refreshes on demand.
    reservedConcurrency: { 'oauth-callback': 20, 'token-refresh': 50, 'token-injector': 200 },
  },
];

/** The stage of that name, or all of them when none was named. */
export function chooseStages(name: unknown): readonly StageSettings[] {
  if (name === undefined) return STAGES;
  const chosen = STAGES.filter((stage) => stage.name === name);
  if (chosen.length > 0) return chosen;
  throw new StageError(
    `There is no stage "${String(name)}"; use -c stage= with one of ${STAGES.map((stage) => stage.name).join(', ')}, or add it to lib/stages.ts.`,
  );
}
