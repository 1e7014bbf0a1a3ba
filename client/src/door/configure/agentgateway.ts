/** agentgateway: a route of its file, as JSON, which is YAML too. Written from its documentation, and not run by this project. Pure. */
import { ASKED_HEADERS, nameOf, type Plan, removedAfterAsking, SECRET_VARIABLE, upstreamOf } from './plan.ts';

export function agentgatewayConfiguration(plan: Plan): string {
  const { registration, door, path, listen, ca } = plan;
  const { name, port, tls } = upstreamOf(plan);
  const text = (value: string) => JSON.stringify(value);
  const extAuthz = {
    host: door,
    includeRequestHeaders: [
      'authorization',
      'content-type',
      'content-encoding',
      ...ASKED_HEADERS.map((each) => each.toLowerCase()),
    ],
    includeRequestBody: { maxRequestBytes: 1_048_576, allowPartialMessage: false },
    protocol: {
      http: {
        path: text(`/authorize/${registration.id}`),
        addRequestHeaders: { 'x-connections-door': text(`$\{${SECRET_VARIABLE}}`), host: text(door) },
        includeResponseHeaders: registration.headers.map((each) => each.toLowerCase()),
      },
    },
  };
  const route = {
    name: nameOf(plan),
    matches: [{ path: { exact: path }, method: 'POST' }],
    policies: {
      extAuthz,
      requestHeaderModifier: { remove: removedAfterAsking(plan) },
      urlRewrite: { authority: { full: registration.url.host }, path: { full: registration.url.pathname } },
      ...(tls && { backendTLS: { root: ca, hostname: name } }),
    },
    backends: [{ host: `${name}:${port}` }],
  };
  const bind = { port: Number(new URL(`http://${listen}`).port || 80), listeners: [{ routes: [route] }] };
  return `${JSON.stringify({ binds: [bind] }, null, 2)}\n`;
}
