/** What the demo's steps share: the environment, its people, and the secrets that it has had. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalEnvironment } from '../environment.ts';
import { walkSignIn } from '../walk-sign-in.ts';
import { ApiClient } from './api-client.ts';
import { createRuntime, type Runtime } from './runtime.ts';

export const WORKSPACE = 'acme';
export const ACCOUNT = 'ada@demo.test';

export interface Stage {
  environment: LocalEnvironment;
  stateDir: string;
  ada: ApiClient;
  bob: ApiClient;
  runtime: Runtime;
  /** Tokens, codes, completion secrets and client secrets that existed at any time. */
  secrets: Set<string>;
}

export async function signIn(environment: LocalEnvironment, stateDir: string): Promise<Stage> {
  const { identityProvider: issuer, dashboard: dashboardUrl, api, lambda } = environment.urls;
  const [ada, bob] = [
    await walkSignIn({ issuer, dashboardUrl, person: 'ada' }),
    await walkSignIn({ issuer, dashboardUrl, person: 'bob' }),
  ];
  const runtime = createRuntime({
    lambdaEndpoint: lambda,
    workspaceId: WORKSPACE,
    callerToken: ada.accessToken,
  });
  const secrets = new Set([ada.accessToken, bob.accessToken]);
  return {
    environment,
    stateDir,
    ada: new ApiClient(api, ada.accessToken),
    bob: new ApiClient(api, bob.accessToken),
    runtime,
    secrets,
  };
}

/** Adds all tokens in the demo provider's file to `secrets`. */
export async function noteTokens({ stateDir, secrets }: Stage): Promise<number> {
  const text = await readFile(join(stateDir, 'demo-provider.json'), 'utf8');
  const models = JSON.parse(text) as Record<string, Record<string, unknown>>;
  for (const model of ['AccessToken', 'RefreshToken', 'AuthorizationCode']) {
    for (const token of Object.keys(models[model] ?? {})) secrets.add(token);
  }
  return secrets.size;
}
