/** Refuses stage settings that would deploy something unsafe or broken. One sentence a fault: the setting, the mend. */
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  ALWAYS_FRESH,
  CALLER_TOKEN_RULES,
  type FunctionName,
  WORKSPACE_SERVERS_RULES,
} from '../src/contract/environment.ts';
import { placementFault } from '../src/contract/placement-faults.ts';
import { ServerRegistration } from '../src/contract/server-registration.ts';
import { DUE_SHARDS_READ } from '../src/contract/table.ts';
import { RELEASED } from './live-alias.ts';
import { DEFAULT_IDLE_AFTER_DAYS, type StageSettings } from './stages.ts';
import { accountFaults } from './validate-account.ts';
import { addressFaults, originOf, PRODUCTION } from './validate-addresses.ts';
import { operationsFaults } from './validate-operations.ts';
import { proxyFaults } from './validate-proxies.ts';

/** Its message is for the operator's terminal, without a stack trace. */
export class StageError extends Error {
  override name = 'StageError';
}

const NAME = /^[a-z][a-z0-9-]{0,15}$/;
/** IAM role names and paths, without wildcards: a resource policy's principal must be one role. */
const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

/** Throws a {@link StageError} that lists every fault, one a line. */
export function validateStage(settings: StageSettings): void {
  const faults = [
    ...(NAME.test(settings.name)
      ? []
      : ['name must be 1 to 16 lower-case letters, digits or hyphens, beginning with a letter']),
    ...accountFaults(settings),
    ...addressFaults(settings),
    ...signInFaults(settings),
    ...callerFaults(settings),
    ...serverFaults(settings),
    ...proxyFaults(settings),
    ...dataFaults(settings),
    ...concurrencyFaults(settings),
    ...refreshFaults(settings),
    ...operationsFaults(settings),
  ];
  if (faults.length === 0) return;
  throw new StageError(faults.map((fault) => `Stage "${settings.name}": ${fault}.`).join('\n'));
}

function signInFaults({ jwt }: StageSettings): string[] {
  const faults: string[] = [];
  // OpenID Connect Discovery section 3: an issuer is an https URL without query or fragment. API Gateway wants it too.
  if (originOf(jwt.issuer) === undefined || /[?#]/.test(jwt.issuer))
    faults.push('jwt.issuer must be an https:// URL without query or fragment, exactly as tokens name it');
  if (!isWord(jwt.audience))
    faults.push('jwt.audience must name this API as tokens do; it must not be empty');
  if (jwt.workspaceClaim !== undefined && !isWord(jwt.workspaceClaim))
    faults.push('jwt.workspaceClaim must name the claim that lists workspaces; it must not be empty');
  return faults;
}

function callerFaults({ name, injectorCallers = [], callerToken = 'required' }: StageSettings): string[] {
  const faults: string[] = [];
  for (const arn of injectorCallers)
    if (!ROLE_ARN.test(arn))
      faults.push(
        `injectorCallers has ${JSON.stringify(arn)}; write a role's full ARN, arn:aws:iam::<account>:role/<name>, without wildcard`,
      );
  if (new Set(injectorCallers).size < injectorCallers.length)
    faults.push('injectorCallers names a role twice; keep it once');
  if (!CALLER_TOKEN_RULES.includes(callerToken))
    faults.push(`callerToken must be one of ${CALLER_TOKEN_RULES.join(', ')}`);
  else if (name === PRODUCTION && callerToken !== 'required')
    faults.push("callerToken must be 'required': in prod no runtime is believed without its caller's token");
  return faults;
}

function serverFaults({ servers = [], workspaceServers = 'public-https-only' }: StageSettings): string[] {
  const faults: string[] = [];
  if (!WORKSPACE_SERVERS_RULES.includes(workspaceServers))
    faults.push(`workspaceServers must be one of ${WORKSPACE_SERVERS_RULES.join(', ')}`);
  for (const [index, server] of servers.entries()) {
    const issue = ServerRegistration.safeParse(server).error?.issues[0];
    if (issue)
      faults.push(`servers[${index}].${issue.path.join('.')} is not valid (${issue.message}); mend it`);
    const misplaced = issue ? undefined : placementFault(server.placements);
    if (misplaced) faults.push(`servers[${index}].placements is not valid (${misplaced}); mend it`);
  }
  const ids = servers.map((server) => server.id);
  if (new Set(ids).size < ids.length) faults.push('servers has an id twice; give each server its own');
  if (ids.some((id) => id.startsWith('provider:')))
    faults.push(
      "servers has an id that begins with 'provider:', which stands for a provider's own API; rename it",
    );
  return faults;
}

function dataFaults(settings: StageSettings): string[] {
  const { removalPolicy = RemovalPolicy.RETAIN, deletionProtection = true } = settings;
  const faults: string[] = [];
  if (removalPolicy !== RemovalPolicy.RETAIN && deletionProtection)
    faults.push(
      'removalPolicy destroys what deletionProtection keeps; set one of them to agree with the other',
    );
  if (settings.name !== PRODUCTION) return faults;
  if (removalPolicy !== RemovalPolicy.RETAIN)
    faults.push('removalPolicy must be RETAIN: with the key or the table every connection of prod is lost');
  if (!deletionProtection) faults.push('deletionProtection must be on in prod');
  if (settings.pointInTimeRecovery === false) faults.push('pointInTimeRecovery must be on in prod');
  return faults;
}

function refreshFaults({
  idleAfterDays = DEFAULT_IDLE_AFTER_DAYS,
  refreshShares = 1,
  reservedConcurrency,
}: StageSettings): string[] {
  const faults: string[] = [];
  const isDays =
    Number.isInteger(idleAfterDays) && Number(idleAfterDays) >= 1 && Number(idleAfterDays) <= 9999;
  if (idleAfterDays !== ALWAYS_FRESH && !isDays)
    faults.push(`idleAfterDays must be a whole number of days from 1 to 9999, or '${ALWAYS_FRESH}'`);
  if (!Number.isInteger(refreshShares) || refreshShares < 1 || refreshShares > DUE_SHARDS_READ)
    faults.push(
      `refreshShares must be a whole number from 1 to ${DUE_SHARDS_READ}, the shards of the due index`,
    );
  const reserved = reservedConcurrency?.['token-refresh'];
  // Ticks may overlap, and refreshes on demand must always find room.
  if (reserved !== undefined && reserved < 2 * refreshShares + 2)
    faults.push(
      `reservedConcurrency['token-refresh'] is ${reserved}; make it ${2 * refreshShares + 2} or more, room for two ticks of ${refreshShares} and for refreshes on demand`,
    );
  return faults;
}

function concurrencyFaults({
  reservedConcurrency = {},
  provisionedConcurrency = {},
}: StageSettings): string[] {
  const faults: string[] = [];
  for (const [name, executions] of Object.entries(reservedConcurrency))
    if (!Number.isInteger(executions) || executions < 1)
      faults.push(
        `reservedConcurrency of ${name} must be a whole number from 1; leave it out to reserve none`,
      );
  for (const [name, executions] of Object.entries(provisionedConcurrency)) {
    const most = reservedConcurrency[name as FunctionName] ?? Number.POSITIVE_INFINITY;
    if (!RELEASED.some((released) => released === name))
      faults.push(
        `provisionedConcurrency of ${name} has no alias to keep started; write ${RELEASED.join(' or ')}`,
      );
    else if (!Number.isInteger(executions) || executions < 1)
      faults.push(
        `provisionedConcurrency of ${name} must be a whole number from 1; leave it out to keep none started`,
      );
    else if (executions >= most)
      faults.push(
        `provisionedConcurrency of ${name} leaves nothing of its reservedConcurrency of ${most} to a new version that is tried; make it less`,
      );
  }
  return faults;
}

/** One printable word: neither an audience nor a claim name holds white space. */
function isWord(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Names of settings that still hold this repository's example values. */
export function exampleSettings(settings: StageSettings): string[] {
  const { dashboardUrl = '', domain, jwt } = settings;
  const values = { dashboardUrl, 'domain.name': domain?.name ?? '', 'jwt.issuer': jwt.issuer };
  return Object.entries(values)
    .filter(([, value]) => /\bexample\.com\b/.test(value))
    .map(([name]) => name);
}
