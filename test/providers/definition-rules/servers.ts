/** T148: which MCP servers get the token of a provider, and at which hosts. */
import { isDeepStrictEqual } from 'node:util';
import { ServerRegistration } from '../../../src/contract/servers/server-registration.ts';
import { fill } from '../../../src/oauth/resolve-facts.ts';
import { registeredServers } from '../../../src/providers/server-registrations.ts';
import type { Rule } from './rule.ts';
import { sampleValues } from './sample-values.ts';

export const servers: Rule = (provider) => {
  const { id, api, products, oauth, servers: own } = provider;
  const values = sampleValues(provider);
  const known = [
    ...oauth.scopes.always,
    ...products.flatMap((product) => product.scopes.map(({ scope }) => scope)),
  ];
  return [
    ['no host of its API', api.hosts.length === 0],
    ['an API header without the token', api.authorization.split('{accessToken}').length !== 2],
    ...own.flatMap<[string, boolean]>((server) => {
      const host = server.url && new URL(fill(server.url, values)).host;
      const allowed = server.allowedHosts.map((one) => fill(one, values));
      const isForwarded = server.placements.some((placement) => placement.in !== 'env');
      const headers = server.placements.map(({ name }) => name.toLowerCase());
      const dropped = [...server.removeHeaders.map((name) => name.toLowerCase()), ...headers];
      return [
        [`${server.id} of another provider`, server.provider !== id],
        [`${server.id} at a host that it does not allow`, host !== undefined && !allowed.includes(host)],
        [
          `${server.id} with a scope that nobody can grant`,
          server.scopes.some((scope) => !known.includes(scope)),
        ],
        [`${server.id} without the token`, !JSON.stringify(server.placements).includes('{accessToken}')],
        [
          `T148: ${server.id} lets the caller’s credentials through`,
          isForwarded && (!dropped.includes('authorization') || !dropped.includes('cookie')),
        ],
      ];
    }),
  ];
};

/** Each server, and the API of the provider, is a registration as the contract has it, and holds nothing beside. */
export const registrations: Rule = (provider) => {
  const api = registeredServers(new Map([[provider.id, provider]]), []).get(`provider:${provider.id}`);
  const [placement] = api?.registration.placements ?? [];
  return [
    ...[...provider.servers, api?.registration].map<[string, boolean]>((server) => [
      `${server?.id} is no registration`,
      server === undefined || !isDeepStrictEqual(ServerRegistration.safeParse(server).data, server),
    ]),
    [
      'an API whose token stands in another header',
      placement?.name !== (provider.api.header ?? 'Authorization'),
    ],
  ];
};
