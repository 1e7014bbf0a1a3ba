/** What a request at a played provider says of itself: which script answers it, and which grant it is about. Pure. */
import type { ReceivedRequest } from '../scripted-providers/received-request.ts';
import { routesOf } from '../scripted-providers/run-provider.ts';
import type { ScriptedProvider } from '../scripted-providers/scripted-provider.ts';

/** Whether a script answers a request, given as `METHOD host/path`. */
export function hasRoute(script: ScriptedProvider, request: string): boolean {
  return routesOf(script).some((route) => {
    const [before = '', after] = route.split('{client_id}');
    if (after === undefined) return request === route;
    const clientId = request.slice(before.length, request.length - after.length);
    return request.startsWith(before) && request.endsWith(after) && /^[^/]+$/.test(clientId);
  });
}

export function routeOf({ method, host, path }: ReceivedRequest): string {
  return `${method} ${host}${path}`;
}

/** Every value in which a token, a code or a client id can stand. */
export function valuesIn({ headers, query, body, path }: ReceivedRequest): string[] {
  const { authorization = '' } = headers;
  const credentials = authorization.slice(authorization.indexOf(' ') + 1);
  const [basicId = ''] = Buffer.from(credentials, 'base64').toString().split(':');
  return [
    ...[credentials, basicId, decoded(basicId), ...Object.values(headers).map(String)],
    ...[...query.values(), ...path.split('/').map(decoded), ...membersOf(body)],
  ];
}

/** Of a JSON object, or of a form. */
function membersOf(body: string): string[] {
  try {
    return Object.values(JSON.parse(body) as object).filter((value) => typeof value === 'string');
  } catch {
    return [...new URLSearchParams(body).values()];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
