/** The environment that serves the page: its settings, and its sign-in. */
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import { setOwnLogos } from '../parts/own-logos.ts';
import { SignIn } from '../sign-in/sign-in.ts';

export interface Environment {
  config: DashboardConfig;
  signIn: SignIn;
}

export async function loadEnvironment(): Promise<Environment> {
  const response = await fetch('/config.json', { credentials: 'same-origin' });
  const config: DashboardConfig = await response.json();
  setOwnLogos(config.logos);
  return { config, signIn: new SignIn(config) };
}
