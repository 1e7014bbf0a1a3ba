/** One sign-in with the settings of a recipe, and the API of a stage that has them. */
import { onTestFinished, vi } from 'vitest';
import { dashboardConfig } from '../../lib/dashboard/dashboard-config.ts';
import { captureLog } from '../lambdas/entry.ts';
import { type Habits, startStandIn } from './identity-provider.ts';
import { HOME, signInAsAda } from './page-in-node.ts';
import type { RecipeSettings } from './recipe-page.ts';
import { stageApi } from './stage-api.ts';

/**
 * Signs Ada in at an identity provider with these habits, and starts the API with the table at `dynamodb`. The caller has
 * replaced lambdas/provider-fetch.ts, since functions reach issuers over https alone.
 */
export async function trialAt(dynamodb: string, settings: RecipeSettings, habits: Habits) {
  captureLog();
  const { clientId } = settings.hostedDashboard;
  const standIn = await startStandIn({ habits, clientId, home: HOME });
  onTestFinished(async () => {
    await standIn.close();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  // The address of the issuer alone is another one.
  const jwt = { ...settings.jwt, issuer: standIn.issuer };
  const config = dashboardConfig({ ...settings.hostedDashboard, jwt }, 'https://api.connections.example');
  const page = await signInAsAda(config);
  const [issued] = standIn.issued;
  return { ...page, issued, ask: await stageApi(jwt, dynamodb) };
}
