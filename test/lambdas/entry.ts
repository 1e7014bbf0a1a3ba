/** Loads the real entries, each with its own environment variables and nothing else of ours. */
import { vi } from 'vitest';
import {
  type FunctionName,
  SERVERS_IDENTIFIER,
  VARIABLE,
  VARIABLES_OF,
} from '../../src/contract/environment.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { type HttpAnswer, type HttpRequest, httpEvent, lambdaContext } from './events.ts';
import { giveStreaming } from './lambda-streaming.ts';
import { CALLS_TABLE, TABLE } from './table-behind-a-counter.ts';

type Variable = keyof typeof VARIABLE;
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

export const DASHBOARD = 'https://dashboard.connections.example';
/** Nobody is there: the guard of test/setup keeps every request on this machine. */
export const VALUES: Record<Variable, string> = {
  stage: 'test',
  table: TABLE,
  callsTable: CALLS_TABLE,
  kmsKey: 'alias/connections-test',
  cursorKey: 'alias/connections-test-cursors',
  platformApps: 'connections/test/apps/',
  apiOrigin: 'https://api.connections.example',
  dashboardUrl: DASHBOARD,
  dashboardClientId: 'dashboard-client',
  jwtIssuer: 'https://issuer.example',
  jwtAudience: 'urn:connections',
  accessTokens: 'rfc9068',
  accessTokenMaxAge: '86400',
  issuerKeysStale: '3600',
  injectorAudiences: 'urn:connections',
  personClaim: 'sub',
  personalWorkspaces: 'off',
  toolChanges: 'record',
  workspaceClaim: 'workspaces',
  workspaceClaimForm: 'list',
  refreshFunction: 'connections-test-token-refresh',
  injectorFunction: 'connections-test-token-injector:live',
  callerToken: 'required',
  workspaceServers: 'public-https-only',
  allowedApps: 'verified-and-own',
  proxiedServers: 'google-gmail',
  escrowBucket: 'connections-test-escrow',
  eventBus: 'connections-test',
  idleAfterDays: '14',
  mcpAddress: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/mcp',
  mcpAudience: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/mcp/*',
  mcpScopes: '["mcp:call"]',
  checkedVersions:
    'arn:aws:lambda:eu-central-1:111122223333:function:refresh:7 arn:aws:lambda:eu-central-1:111122223333:function:tick:5 arn:aws:lambda:eu-central-1:111122223333:function:injector:3',
};

/** As the bundles have them (lib/functions/code/function-source.ts). */
export function buildIn(servers: readonly ServerRegistration[]): void {
  Object.assign(globalThis, { [SERVERS_IDENTIFIER]: [...registeredServers(CATALOGUE, servers)] });
}
buildIn([]);

export interface EntryOptions {
  dynamodb: string;
  kms?: string;
  lambda?: string;
  s3?: string;
  codeDeploy?: string;
  values?: Partial<Record<Variable, string>>;
  /** A variable that the deployment forgot. */
  without?: Variable;
  /** Variables of Node itself. */
  switches?: Record<string, string>;
}

let starts = 0;

/** A fresh instance of the function, as a cold start makes it. */
export async function coldStart(name: FunctionName, options: EntryOptions): Promise<Handler> {
  const handler = await freshEntry(name, options);
  return (event, context = lambdaContext(name)) => handler(event, context);
}

/** What a fresh instance of the function exports. Lambda calls that of a function which streams with one argument more. */
export async function freshEntry(name: FunctionName, options: EntryOptions): Promise<Handler> {
  vi.unstubAllEnvs();
  if (name === 'mcp-endpoint') giveStreaming();
  for (const variable of Object.values(VARIABLE)) vi.stubEnv(variable, undefined);
  for (const variable of VARIABLES_OF[name])
    if (variable !== options.without)
      vi.stubEnv(VARIABLE[variable], options.values?.[variable] ?? VALUES[variable]);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', options.dynamodb);
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', options.kms);
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', options.lambda);
  vi.stubEnv('AWS_ENDPOINT_URL_S3', options.s3);
  vi.stubEnv('AWS_ENDPOINT_URL_CODEDEPLOY', options.codeDeploy);
  for (const [variable, value] of Object.entries(options.switches ?? {})) vi.stubEnv(variable, value);
  // The query makes it a module of its own: the entry runs anew, what it imports does not.
  const url = new URL(`../../lambdas/${name}.ts?start=${++starts}`, import.meta.url);
  const { handler }: { handler: Handler } = await import(/* @vite-ignore */ url.href);
  return handler;
}

/** Sends HTTP requests to a handler as API Gateway would. */
export function behindTheGateway(handler: Handler) {
  return (request: HttpRequest): Promise<HttpAnswer> =>
    handler(httpEvent(request), undefined) as Promise<HttpAnswer>;
}

/** What the functions log until the test ends. Lines that hold nothing but metrics go to `measured`. */
export function captureLog(measured: string[] = []): string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    const line = String(chunk);
    (line.startsWith('{"_aws":') ? measured : lines).push(line);
    return true;
  });
  return lines;
}
