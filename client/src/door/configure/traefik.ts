/** Traefik 3.3 and later: a file of its dynamic configuration, as JSON, which is YAML too. Not run by this project's tests. Pure. */
import {
  ASKED_HEADERS,
  nameOf,
  type Plan,
  removedAfterAsking,
  removedBeforeAsking,
  SECRET_VARIABLE,
} from './plan.ts';

export function traefikConfiguration(plan: Plan): string {
  const { registration, door, path, ca } = plan;
  const own = nameOf(plan);
  const without = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '']));
  const isHttps = registration.url.protocol === 'https:';
  const middlewares = {
    // forwardAuth adds no header of its own, so the secret is set before and removed after the question.
    [`${own}_strip`]: {
      headers: {
        customRequestHeaders: {
          ...without(removedBeforeAsking(plan)),
          'X-Connections-Door': `$\{${SECRET_VARIABLE}}`,
        },
      },
    },
    [`${own}_ask`]: {
      forwardAuth: {
        address: `http://${door}/authorize/${registration.id}`,
        trustForwardHeader: false,
        authRequestHeaders: [
          'Authorization',
          'Content-Type',
          'Content-Encoding',
          'X-Connections-Door',
          ...ASKED_HEADERS,
        ],
        authResponseHeaders: registration.headers,
        forwardBody: true,
        maxBodySize: 1_048_576,
      },
    },
    [`${own}_clean`]: {
      headers: { customRequestHeaders: without(['X-Connections-Door', ...removedAfterAsking(plan)]) },
    },
    [`${own}_path`]: { replacePath: { path: registration.url.pathname } },
  };
  const loadBalancer = {
    servers: [{ url: registration.url.origin }],
    passHostHeader: false,
    ...(isHttps && { serversTransport: own }),
  };
  const http = {
    routers: {
      [own]: {
        rule: `Path(\`${path}\`) && Method(\`POST\`)`,
        middlewares: Object.keys(middlewares),
        service: own,
      },
    },
    middlewares,
    services: { [own]: { loadBalancer } },
    ...(isHttps && {
      serversTransports: { [own]: { serverName: registration.url.hostname, rootCAs: [ca] } },
    }),
  };
  return `${JSON.stringify({ http }, null, 2)}\n`;
}
