/** What the page shows, from where it is: the settings beside the page, and the API's own description. */
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import type { OpenApi } from './openapi.ts';

export interface Reference {
  config: DashboardConfig;
  document: OpenApi;
  /** The address of the document. */
  address: string;
}

export async function loadReference(): Promise<Reference> {
  const config = await json<DashboardConfig>('/config.json');
  const address = `${config.apiOrigin}/openapi.json`;
  return { config, address, document: await json<OpenApi>(address) };
}

async function json<T>(address: string): Promise<T> {
  const response = await fetch(address, { credentials: 'same-origin', redirect: 'error' });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return await response.json();
}
