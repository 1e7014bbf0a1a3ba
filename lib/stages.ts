/** The settings of each environment. Edit the values in this file before you deploy, or keep yours in a file of your own. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StageSettings } from './settings/stage-settings.ts';
import { StageError } from './stage-error.ts';

/**
 * Each setting is documented in settings/stage-settings.ts. Values under `example.com` must be replaced before a
 * deployment: until they are, synth refuses prod and warns of every other stage.
 */
export const STAGES: readonly StageSettings[] = [
  {
    name: 'dev',
    dashboardUrl: 'https://connections.dev.example.com',
    dashboardOrigins: ['https://connections.dev.example.com'],
    jwt: {
      issuer: 'https://id.dev.example.com',
      audience: 'connections-dev',
      accessTokens: 'rfc9068',
      workspaceClaim: 'workspaces',
    },
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
      accessTokens: 'rfc9068',
      workspaceClaim: 'workspaces',
    },
    injectorCallers: [],
    callerToken: 'required',
    servers: [],
    logRetention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
    pointInTimeRecovery: true,
    reservedConcurrency: { 'oauth-callback': 5, 'token-refresh': 20, 'token-tick': 6, 'token-injector': 20 },
  },
  {
    name: 'prod',
    dashboardUrl: 'https://connections.example.com',
    dashboardOrigins: ['https://connections.example.com'],
    jwt: {
      issuer: 'https://id.example.com',
      audience: 'connections',
      accessTokens: 'rfc9068',
      workspaceClaim: 'workspaces',
    },
    injectorCallers: [],
    callerToken: 'required',
    servers: [],
    logRetention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    pointInTimeRecovery: true,
    // The callback is public, so its executions are limited: a flood cannot use up those of the other functions (T170).
    // A tick takes one execution, and has those of token-tick for itself: refreshes on demand cannot take them.
    reservedConcurrency: {
      'oauth-callback': 20,
      'token-refresh': 50,
      'token-tick': 10,
      'token-injector': 200,
    },
  },
];

/**
 * The stages of an operator's own module, which exports `STAGES` as this file does, or those of this file where the path is
 * undefined; throws a StageError where there is no such module.
 */
export async function stagesOf(path: unknown): Promise<readonly StageSettings[]> {
  if (path === undefined) return STAGES;
  const file = resolve(String(path));
  if (!existsSync(file))
    throw new StageError(
      `There is no file ${file}; -c stages= (npm run deploy: --stages) names a module of yours.`,
    );
  const { STAGES: own } = await import(pathToFileURL(file).href);
  if (!Array.isArray(own)) throw new StageError(`${file} exports no list STAGES, as lib/stages.ts does.`);
  return own;
}

/** Returns the stage of that name, or all stages when the name is undefined; throws a StageError for an unknown name. */
export function chooseStages(name: unknown, stages = STAGES): readonly StageSettings[] {
  if (name === undefined) return stages;
  const chosen = stages.filter((stage) => stage.name === name);
  if (chosen.length > 0) return chosen;
  throw new StageError(
    `There is no stage "${String(name)}"; use -c stage= with one of ${stages.map((stage) => stage.name).join(', ')}, or add it to lib/stages.ts.`,
  );
}
