/** Connects the Demo Provider of a local environment as Ada, as the dashboard does. */
import { ApiClient, consent } from '../local/demo/api-client.ts';
import type { LocalEnvironment } from '../local/environment.ts';
import { walkSignIn } from '../local/walk-sign-in.ts';
import { WORKSPACE } from './scene.ts';

export async function connectDemo({ urls }: LocalEnvironment): Promise<void> {
  const { identityProvider: issuer, dashboard: dashboardUrl, api } = urls;
  const { accessToken } = await walkSignIn({ issuer, dashboardUrl, person: 'ada' });
  const ada = new ApiClient(api, accessToken);
  const { body } = await ada.start(WORKSPACE, { provider: 'demo' });
  const { status } = await ada.complete(WORKSPACE, await consent(body, 'ada@demo.test', dashboardUrl));
  if (status !== 200) throw new Error(`the demo provider was not connected: ${status}`);
}
