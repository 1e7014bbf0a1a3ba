import type { ClientMetadata } from 'oidc-provider';

/** Client id of the dashboard, the one client of this provider that asks nobody. */
export const DASHBOARD_CLIENT = 'dashboard';

/** The dashboard's registration. `dashboardUrl` has no trailing slash. */
export function dashboardClient(dashboardUrl: string): ClientMetadata {
  return {
    client_id: DASHBOARD_CLIENT,
    client_name: 'Connections',
    token_endpoint_auth_method: 'none',
    redirect_uris: [`${dashboardUrl}/`, `${dashboardUrl}/silent.html`],
    grant_types: ['authorization_code', 'refresh_token'],
    post_logout_redirect_uris: [`${dashboardUrl}/`],
  };
}
