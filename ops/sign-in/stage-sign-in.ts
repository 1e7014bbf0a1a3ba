/** Which issuer a stage's MCP clients meet, and which client ids the stage names. */
import type { McpEndpointSettings } from '../../lib/settings/mcp-endpoint-settings.ts';
import { accessTokensOf } from '../../lib/settings/sign-in-settings.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { createsUserPool } from '../../lib/settings/user-pool-settings.ts';
import { StageError } from '../../lib/stage-error.ts';
import type { AccessTokenProfileName } from '../../src/contract/environment.ts';
import { OperatorError } from '../operator-error.ts';
import { MCP_CLIENTS } from './mcp-clients.ts';

export interface StageSignIn {
  issuer: string;
  /** How the issuer's access tokens look, which tells its product. Undefined: nobody knows. */
  profile: AccessTokenProfileName | undefined;
  /** By the id of the client. */
  clients: Readonly<Record<string, string>>;
}

export interface Asked {
  stage: string | undefined;
  /** A module of the operator's own that has the stages. */
  stages: string | undefined;
  issuer: string | undefined;
}

/** @throws {OperatorError} if neither a stage nor an issuer tells it. */
export async function stageSignIn({ stage, stages, issuer }: Asked): Promise<StageSignIn> {
  if (stage) return ofStage(await findStage(stage, stages), issuer);
  if (!issuer) throw new OperatorError('Name a stage with --stage, or an issuer with --issuer.');
  return { issuer, profile: accessTokensOf({ issuer, audience: '' }), clients: {} };
}

async function findStage(name: string, module: string | undefined): Promise<StageSettings> {
  // Loaded here, since it brings the CDK, for which who names an issuer would wait.
  const { stagesOf } = await import('../../lib/stages.ts');
  const stages = await stagesOf(module).catch((error: unknown) => {
    throw error instanceof StageError ? new OperatorError(error.message) : error;
  });
  const found = stages.find((each) => each.name === name);
  if (found) return found;
  throw new OperatorError(`There is no such stage, but ${stages.map((each) => each.name).join(', ')}.`);
}

function ofStage({ jwt, mcpEndpoint }: StageSettings, named: string | undefined): StageSignIn {
  const clients = clientsOf(mcpEndpoint);
  if (!createsUserPool(jwt)) return { issuer: named ?? jwt.issuer, profile: accessTokensOf(jwt), clients };
  if (named) return { issuer: named, profile: 'cognito', clients };
  throw new OperatorError(
    'The stage creates its user pool, whose issuer AWS names. Add --issuer https://cognito-idp.<region>.amazonaws.com/<UserPoolId>, with the output UserPoolId of the stack.',
  );
}

function clientsOf({ clients = {} }: McpEndpointSettings = {}): StageSignIn['clients'] {
  const known = MCP_CLIENTS.map(({ id }) => id);
  if (Object.keys(clients).some((id) => !known.includes(id)))
    throw new OperatorError(`mcpEndpoint.clients names a client that is none of ${known.join(', ')}.`);
  if (Object.values(clients).some((id) => typeof id !== 'string' || !/^[\x21-\x7e]{1,500}$/.test(id)))
    throw new OperatorError(
      'A client id in mcpEndpoint.clients must be 1 to 500 visible characters without a space.',
    );
  return clients;
}
