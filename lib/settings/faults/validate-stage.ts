/**
 * Refuses stage settings that would deploy something unsafe or broken. Each fault is one sentence: it names the setting and
 * says how to correct it.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  ALLOWED_APPS_RULES,
  CALLER_TOKEN_RULES,
  PERSONAL_WORKSPACES_RULES,
  TOOL_CHANGES_RULES,
  WORKSPACE_SERVERS_RULES,
} from '../../../src/contract/environment.ts';
import { stageServersFaults } from '../../../src/contract/servers/stage-servers.ts';
import { StageError } from '../../stage-error.ts';
import { exampleSettings } from '../example-settings.ts';
import { PRODUCTION, type StageSettings } from '../stage-settings.ts';
import { accountFaults } from './validate-account.ts';
import { addressFaults } from './validate-addresses.ts';
import { alarmFaults } from './validate-alarms.ts';
import { concurrencyFaults } from './validate-concurrency.ts';
import { injectorAudienceFaults } from './validate-injector-audiences.ts';
import { mcpEndpointFaults } from './validate-mcp-endpoint.ts';
import { operationsFaults } from './validate-operations.ts';
import { pageFaults } from './validate-page.ts';
import { proxyFaults } from './validate-proxies.ts';
import { refreshFaults } from './validate-refresh.ts';
import { signInFaults } from './validate-sign-in.ts';
import { signInRequestFaults } from './validate-sign-in-request.ts';
import { throttleFaults } from './validate-throttle.ts';
import { userPoolFaults } from './validate-user-pool.ts';

const NAME = /^[a-z][a-z0-9-]{0,15}$/;
/** A role's full ARN without wildcards: the principal in a resource policy must be one role. */
const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

/** Throws a {@link StageError} that lists every fault, one per line. */
export function validateStage(settings: StageSettings): void {
  const faults = [
    ...(NAME.test(settings.name)
      ? []
      : ['name must be 1 to 16 lower-case letters, digits or hyphens, beginning with a letter']),
    ...accountFaults(settings),
    ...addressFaults(settings),
    ...pageFaults(settings),
    ...exampleFaults(settings),
    ...signInFaults(settings),
    ...signInRequestFaults(settings),
    ...userPoolFaults(settings),
    ...callerFaults(settings),
    ...injectorAudienceFaults(settings),
    ...mcpEndpointFaults(settings),
    ...appFaults(settings),
    ...toolFaults(settings),
    ...personalFaults(settings),
    ...serverFaults(settings),
    ...proxyFaults(settings),
    ...dataFaults(settings),
    ...concurrencyFaults(settings),
    ...refreshFaults(settings),
    ...throttleFaults(settings),
    ...operationsFaults(settings),
    ...alarmFaults(settings),
  ];
  if (faults.length === 0) return;
  throw new StageError(faults.map((fault) => `Stage "${settings.name}": ${fault}.`).join('\n'));
}

/** Redirects of prod would lead to an address that nobody can have, and its issuer's keys would never be found. */
function exampleFaults(settings: StageSettings): string[] {
  if (settings.name !== PRODUCTION) return [];
  return exampleSettings(settings).map(
    (name) => `${name} still has an example address; write your own, in lib/stages.ts or in a file of yours`,
  );
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
    faults.push("callerToken must be 'required': prod trusts no runtime without its caller's token");
  return faults;
}

function appFaults({ allowedApps = 'verified-and-own' }: StageSettings): string[] {
  return ALLOWED_APPS_RULES.includes(allowedApps)
    ? []
    : [`allowedApps must be one of ${ALLOWED_APPS_RULES.join(', ')}`];
}

function toolFaults({ toolChanges = 'record' }: StageSettings): string[] {
  return TOOL_CHANGES_RULES.includes(toolChanges)
    ? []
    : [`toolChanges must be one of ${TOOL_CHANGES_RULES.join(', ')}`];
}

function personalFaults({ personalWorkspaces = 'off', servers = [] }: StageSettings): string[] {
  if (!PERSONAL_WORKSPACES_RULES.includes(personalWorkspaces))
    return [`personalWorkspaces must be one of ${PERSONAL_WORKSPACES_RULES.join(', ')}`];
  const isOfPeople = servers.some(({ connectionOf = 'workspace' }) => connectionOf !== 'workspace');
  return isOfPeople && personalWorkspaces === 'off'
    ? ['servers has a connectionOf of people, who have no workspace to connect in; set personalWorkspaces']
    : [];
}

function serverFaults({ servers = [], workspaceServers = 'public-https-only' }: StageSettings): string[] {
  const faults: string[] = [];
  if (!WORKSPACE_SERVERS_RULES.includes(workspaceServers))
    faults.push(`workspaceServers must be one of ${WORKSPACE_SERVERS_RULES.join(', ')}`);
  return [...faults, ...stageServersFaults(servers)];
}

function dataFaults(settings: StageSettings): string[] {
  const { removalPolicy = RemovalPolicy.RETAIN, deletionProtection = true } = settings;
  const faults: string[] = [];
  if (removalPolicy !== RemovalPolicy.RETAIN && deletionProtection)
    faults.push('removalPolicy deletes the table that deletionProtection protects; change one of the two');
  if (settings.name !== PRODUCTION) return faults;
  if (removalPolicy !== RemovalPolicy.RETAIN)
    faults.push(
      'removalPolicy must be RETAIN: without the key or the table every connection of prod is lost',
    );
  if (!deletionProtection) faults.push('deletionProtection must be on in prod');
  if (settings.pointInTimeRecovery === false) faults.push('pointInTimeRecovery must be on in prod');
  return faults;
}
