/** What the consent page says of a client that asks for the endpoint: who, where the answer goes, and what it permits. */
import type { Asked, SelfRegistered } from '../interaction-pages.ts';
import { REFRESH_TOKEN_LIFETIME } from '../people.ts';
import { workspacesOf } from './claims.ts';
import { DASHBOARD_CLIENT } from './dashboard-client.ts';
import { redirectKind } from './redirect-uris.ts';
import { type Place, placeOf } from './resources.ts';

/** The question about a client, for the consent page. Undefined for the dashboard. */
export function selfRegistered(endpointAddress: string) {
  return ({ client, params, accountId = '' }: Asked): SelfRegistered | undefined => {
    if (client.clientId === DASHBOARD_CLIENT) return undefined;
    const [redirectUri, resource] = [String(params.redirect_uri), String(params.resource)];
    const asksWho = String(params.scope).split(' ').includes('openid');
    return {
      application: client.clientName ?? 'A client without a name',
      redirectUri,
      ...answerTo(redirectUri),
      origin: documentHost(client.clientId),
      address: resource,
      permissions: [
        `Call tools of ${serversOf(placeOf(resource, endpointAddress) ?? {}, accountId)} as you`,
        ...(asksWho ? ['Learn your name'] : []),
        `Keep this access until you sign out here, or it was not used for ${REFRESH_TOKEN_LIFETIME / 3600} hours`,
      ],
    };
  };
}

/** A client id is an address only where the client's document is there; registrations get random ones. */
function documentHost(clientId: string): string | undefined {
  return URL.parse(clientId)?.host;
}

/** In words, `the MCP servers of acme and globex`. */
function serversOf({ workspace, server }: Place, personId: string): string {
  const whose = workspace === '~me' ? 'your personal workspace' : workspace;
  if (server !== undefined) return `the MCP server ${server} of ${whose}`;
  if (whose !== undefined) return `the MCP servers of ${whose}`;
  const names = workspacesOf(personId, {}).map((entry) => entry.split(':', 1)[0] ?? entry);
  return `the MCP servers of ${new Intl.ListFormat('en').format(names)}`;
}

/** Where the browser takes the answer, and what a person has to know of it. */
function answerTo(redirectUri: string): Pick<SelfRegistered, 'destination' | 'warning'> {
  const { host, protocol } = new URL(redirectUri);
  const unsure =
    'Any program on this device can use this name. Go on only if you have just started this sign-in yourself.';
  switch (redirectKind(redirectUri)) {
    case 'loopback':
      return { destination: `a program on this device (${host})`, warning: unsure };
    case 'private-use':
      return { destination: `the program that opens ${protocol} links`, warning: unsure };
    default:
      return {
        destination: host,
        warning: `The client gave this name itself. Go on only if you know ${host} and have just started this sign-in yourself.`,
      };
  }
}
