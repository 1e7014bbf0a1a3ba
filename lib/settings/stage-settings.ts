/** What one stage can set, and what holds where it sets nothing. The values themselves are in lib/stages.ts. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type {
  ALWAYS_FRESH,
  AllowedAppsRule,
  CallerTokenRule,
  FunctionName,
  PersonalWorkspacesRule,
  ToolChangesRule,
  WorkspaceServersRule,
} from '../../src/contract/environment.ts';
import type { StageServer } from '../../src/contract/servers/server-registration.ts';
import type { AccountSettings } from './account-settings.ts';
import type { AliasedFunction } from './aliased-functions.ts';
import type { DomainSettings, HostedDashboardSettings } from './dashboard-settings.ts';
import type { McpEndpointSettings } from './mcp-endpoint-settings.ts';
import type { McpProxySettings } from './mcp-proxy-settings.ts';
import type { OperationsSettings } from './operations-settings.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import type { ThrottleSettings } from './throttle-settings.ts';
import type { UserPoolSignIn } from './user-pool-settings.ts';

export interface StageSettings extends AccountSettings, OperationsSettings {
  /**
   * The name is part of the encryption context and of the associated data of every sealed token: a stage that gets
   * another name cannot read its tokens any more.
   */
  readonly name: string;
  /**
   * The origin of the API, without a trailing slash. Redirect URIs begin with it, and providers have them registered.
   * @default with `hostedDashboard` the dashboard's origin, else the HTTP API's own `execute-api` endpoint
   */
  readonly apiOrigin?: string;
  /**
   * The URL of the dashboard, without a trailing slash. The callback and "connect" links lead there.
   * @default with `hostedDashboard` the URL of the hosted dashboard; without it this setting is required
   */
  readonly dashboardUrl?: string;
  /**
   * Serves the dashboard, with the API at the same origin, from a CloudFront distribution of the stage.
   * @default the dashboard is served elsewhere, at `dashboardUrl`
   */
  readonly hostedDashboard?: HostedDashboardSettings;
  /**
   * The domain name of that distribution.
   * @default the name that CloudFront gives it, which lasts as long as the stack
   */
  readonly domain?: DomainSettings;
  /**
   * Origins whose pages may call the API (CORS), exact.
   * @default the origin of `dashboardUrl`; with `hostedDashboard` none, since the page is at the API's own origin
   */
  readonly dashboardOrigins?: string[];
  /**
   * The identity provider of the dashboard and of the MCP runtime's callers, or a Cognito user pool that the stage creates.
   * API Gateway fetches the provider's keys when the stack is deployed and later. It accepts RSA signatures only.
   */
  readonly jwt: SignInSettings | UserPoolSignIn;
  /**
   * ARNs of the roles (an MCP runtime's) that may invoke token-injector. A role of another account needs
   * `lambda:InvokeFunction` in its own policy too.
   * @default none
   */
  readonly injectorCallers?: string[];
  /**
   * Audiences of caller tokens that token-injector takes beside `jwt.audience`, such as that of a gateway of yours. The API of the
   * dashboard and the proxies take none of them.
   * @default none
   */
  readonly injectorAudiences?: string[];
  /**
   * Whether token-injector requires the JWT with which the runtime was called, or trusts the runtime without it.
   * @default 'required'
   */
  readonly callerToken?: CallerTokenRule;
  /**
   * Who has a workspace of their own, which no token names: `members`, whose token names a workspace, or `everyone` whom the issuer
   * signs in. It holds connections of that person alone, 50 at most, with the verified apps. A changed issuer or `jwt.personClaim`
   * makes another person of everybody, and their personal connections are left without anybody (docs/one-address.md).
   * @default 'off'
   */
  readonly personalWorkspaces?: PersonalWorkspacesRule;
  /**
   * What becomes of a tool of an MCP server whose definition differs from the one that was seen before. Both are recorded in the
   * activity. `record` serves the tool. `hold` neither lists it at the stage's MCP address nor gives its calls a token, until an admin
   * of the workspace has approved the definition. The first list of a server is believed.
   * @default 'record'
   */
  readonly toolChanges?: ToolChangesRule;
  /**
   * Whether workspaces may register MCP servers at private addresses, to which runtimes then send tokens. Allow it only
   * for a stage whose runtimes and MCP servers are in one network of the operator.
   * @default 'public-https-only'
   */
  readonly workspaceServers?: WorkspaceServersRule;
  /**
   * Which OAuth apps new consents may use. With `'verified-and-own'` an admin can restrict the workspace to its own apps; with
   * `'own-unless-a-workspace-allows-verified'` a workspace has its own apps alone until an admin allows verified ones, so a
   * choice that the table lost is the strict one; with `'own-only'` no workspace can use a verified app. Existing
   * connections go on.
   * @default 'verified-and-own'
   */
  readonly allowedApps?: AllowedAppsRule;
  /**
   * The operator's MCP servers: complete registrations, or `{ id, url }` for a server of the catalogue that the operator runs.
   * The build puts these servers into the bundles of connections-api, connect, token-injector and token-authorizer.
   * @default none
   */
  readonly servers?: StageServer[];
  /**
   * The servers out of `servers` that clients reach through a REST API of the stage, whose authorizer is token-authorizer
   * (docs/authorizer.md). Each call needs the caller's token, whatever `callerToken` says.
   * @default none: the stage has no REST API
   */
  readonly mcpProxies?: McpProxySettings[];
  /**
   * The one address for a person's own MCP client (docs/one-address.md).
   * @default none: the stage has no such address
   */
  readonly mcpEndpoint?: McpEndpointSettings;
  /**
   * A connection without a call for this many days is idle: its access token is not refreshed ahead of time any more, only
   * its grant is kept alive, and its next call refreshes it on demand. With `'always-fresh'` no connection becomes idle.
   * docs/cost.md shows what that costs.
   * @default 14
   */
  readonly idleAfterDays?: number | typeof ALWAYS_FRESH;
  /**
   * The number of invocations of token-tick that share the work of each minute, 1 to 16. One invocation carries some
   * hundred thousand connections; docs/scale.md has the arithmetic. The setting can be changed at any time.
   * @default 1
   */
  readonly refreshShares?: number;
  /**
   * How many requests API Gateway lets through to each kind of route, for all callers together. It protects the account; what
   * one person may do is limited by the quotas, which are no setting (docs/scale.md).
   * @default signed-in routes 230 a second and 1,000 at once, reads of records and the callback 200 and 400, health and OpenAPI 100 and 200
   */
  readonly apiThrottle?: ThrottleSettings;
  /**
   * How long the logs of the functions and the access logs are kept.
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;
  /**
   * What happens to the table, the key and the logs when the stack is deleted. Without the key every token is lost.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Whether DynamoDB refuses to delete the table, and CloudFormation the stack.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Whether the table has continuous backups of 35 days. Tokens of a disconnected connection stay in them that long, sealed.
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;
  /**
   * Concurrent executions that are reserved for a function; they are also its maximum. A new account has a quota of 10 in
   * all, of which none can be reserved. An ordinary account has 1,000, of which 100 must stay unreserved.
   * @default none, but for mcp-endpoint a tenth of `alarms.concurrencyQuota` (100), if 100 stay unreserved
   */
  readonly reservedConcurrency?: Partial<Record<FunctionName, number>>;
  /**
   * Execution environments that Lambda keeps started for the alias of a function, so that no call waits for a cold start.
   * They cost by the hour, used or not (docs/cost.md), and are taken out of the function's reserved concurrency.
   * @default none
   */
  readonly provisionedConcurrency?: Partial<Record<AliasedFunction, number>>;
}

/** The stage whose protections cannot be switched off. */
export const PRODUCTION = 'prod';
export const DEFAULT_IDLE_AFTER_DAYS = 14;
