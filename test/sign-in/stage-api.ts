/** connections-api's function as a stage with these settings deploys it, but for the issuer's address. */
import { signInValues, type VariableValues } from '../../lib/functions/function-variables.ts';
import type { SignInSettings } from '../../lib/settings/sign-in-settings.ts';
import { behindTheGateway, coldStart } from '../lambdas/entry.ts';

/** Asks for the connections of a workspace; resolves with the status, and the code of a problem. */
export type AskApi = (token: string, workspace?: string) => Promise<{ status: number; code?: string }>;

export async function stageApi(jwt: SignInSettings, dynamodb: string): Promise<AskApi> {
  const values: VariableValues = signInValues(jwt);
  const api = behindTheGateway(await coldStart('connections-api', { dynamodb, values }));
  return async (token, workspace = 'acme') => {
    const { statusCode, body } = await api({
      path: `/v1/workspaces/${workspace}/connections`,
      headers: { authorization: `Bearer ${token}` },
    });
    const { code } = JSON.parse(body) as { code?: string };
    return { status: statusCode, ...(code !== undefined && { code }) };
  };
}
