/**
 * https://docs.github.com/en/enterprise-server@latest/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps and
 * https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency: github.com’s protocol at other hosts.
 */
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';
import { github } from './github.ts';
import { githubApp } from './github-app.ts';

interface Hosts {
  suffix: string;
  app: Record<string, string>;
  web: string;
  /** Host and path of the REST API. */
  api: string;
  allowedHosts: string[];
}

/** `/api/v3` and `/login/oauth` at one host. */
const SERVER: Hosts = {
  suffix: 'enterprise',
  app: { host: 'github.acme.example' },
  web: 'github.acme.example',
  api: 'github.acme.example/api/v3',
  allowedHosts: ['github.acme.example'],
};

const GHE: Hosts = {
  suffix: 'ghe',
  app: { subdomain: 'octocorp' },
  web: 'octocorp.ghe.com',
  api: 'api.octocorp.ghe.com',
  allowedHosts: ['api.octocorp.ghe.com', 'uploads.octocorp.ghe.com'],
};

function at(base: ScriptedProvider, { suffix, app, web, api, allowedHosts }: Hosts): ScriptedProvider {
  const endpoints = Object.entries(base.endpoints ?? {}).map<[string, Endpoint]>(([route, endpoint]) => [
    route.replace('api.github.com', api),
    endpoint,
  ]);
  const issuer = `https://${web}/login/oauth`;
  return {
    ...base,
    provider: `${base.provider}-${suffix}`,
    app,
    expected: { ...base.expected, allowedHosts },
    authorization: { ...base.authorization, at: `${issuer}/authorize`, callback: { iss: issuer } },
    token: { ...base.token, at: `POST ${web}/login/oauth/access_token` },
    endpoints: Object.fromEntries(endpoints),
  };
}

export const githubGhe = at(github, GHE);
export const githubAppGhe = at(githubApp, GHE);
export const githubEnterprise = at(github, SERVER);
export const githubAppEnterprise = at(githubApp, SERVER);
