/** The rules of the catalogue for one deployed definition, as a list of what is wrong: those of forms, of addresses, of readers. */
import { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { fill, resolveFacts } from '../../src/oauth/resolve-facts.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { definitionFaults, endpointsOf, sampleValues } from './definition-faults.ts';

const HOST = /^([a-z0-9-]+\.)+[a-z]{2,}$/;

/** Every rule that one definition can be held to without its provider. */
export function catalogueFaults(provider: Provider): string[] {
  return [
    ...definitionFaults(provider),
    ...addressFaults(provider),
    ...serverFaults(provider),
    ...sourceFaults(provider),
    ...readerFaults(provider),
    ...variableFaults(provider),
  ];
}

/** T011 T146: https, on 443, without userinfo; what the protocol uses has no query. */
function addressFaults(provider: Provider): string[] {
  const { issuer, authorizationEndpoint, tokenEndpoint } = resolveFacts(
    provider.oauth,
    sampleValues(provider),
  );
  const endpoints = endpointsOf(provider);
  const isOdd = (endpoint: string) => {
    const { protocol, port, username, password, hostname } = new URL(endpoint);
    return protocol !== 'https:' || `${port}${username}${password}` !== '' || !HOST.test(hostname);
  };
  const hasQuery = (endpoint: string) => new URL(endpoint).search + new URL(endpoint).hash !== '';
  const hosts = [...provider.api.hosts, ...provider.servers.flatMap(({ allowedHosts }) => allowedHosts)];
  const values = sampleValues(provider);
  return [
    ...(endpoints.length < 5 ? ['too few endpoints'] : []),
    ...endpoints.filter(isOdd).map((endpoint) => `odd address ${endpoint}`),
    ...[issuer, authorizationEndpoint, tokenEndpoint].filter(hasQuery).map((one) => `a query in ${one}`),
    ...hosts.filter((host) => !HOST.test(fill(host, values))).map((host) => `odd host ${host}`),
  ];
}

function serverFaults(provider: Provider): string[] {
  const api = registeredServers(new Map([[provider.id, provider]]), []).get(`provider:${provider.id}`);
  return [...provider.servers, api?.registration].flatMap((server) =>
    ServerRegistration.safeParse(server).success ? [] : [`${server?.id} is no registration`],
  );
}

/** When and by which documents the definition was checked. */
function sourceFaults({ source: { documents, checkedOn } }: Provider): string[] {
  const isDay =
    /^20\d\d-\d\d-\d\d$/.test(checkedOn) && new Date(checkedOn).toISOString().slice(0, 10) === checkedOn;
  const isHttps = (document: string) => URL.parse(document)?.protocol === 'https:';
  return [
    ...(documents.length === 0 || !documents.every(isHttps) ? ['no documents'] : []),
    ...(isDay ? [] : ['no day of the check']),
  ];
}

/** T022 T176: answers that name no account. */
const NO_ACCOUNT: unknown[] = [
  ...[null, undefined, 7, 'text', [], {}],
  ...[{ id: {}, login: [], sub: {}, email: 7 }, { email: 'a@b' }, { data: { id: 7 } }],
];

function readerFaults({ oauth: { account } }: Provider): string[] {
  const read = (answer: unknown) => {
    try {
      return account.read(answer as Record<string, unknown>);
    } catch {
      return undefined;
    }
  };
  return NO_ACCOUNT.some((answer) => read(answer) !== undefined)
    ? ['an account in an answer without one']
    : [];
}

/** What would name a foreign host, or end a host, if it stood in a URL (T143, T245). */
const FOREIGN = ['', 'evil.example/', 'x@evil.example', 'https://evil.example', 'a b', 'a\nb', 'x?y', 'x#y'];

function variableFaults({ variables = {} }: Provider): string[] {
  return Object.entries(variables).flatMap(
    ([name, { pattern, example, default: usual, derives, of, ...more }]) => {
      const matches = (text: string) => new RegExp(pattern).test(text);
      return [
        ...(FOREIGN.some(matches) ? [`variable ${name} takes anything`] : []),
        ...([example, usual ?? example].every(matches) ? [] : [`variable ${name} refuses its own values`]),
        ...(Object.keys(derives ?? {}).every(matches)
          ? []
          : [`variable ${name} refuses a value of its table`]),
        ...(usual !== undefined && derives && !Object.hasOwn(derives, usual)
          ? [`variable ${name} without a usual`]
          : []),
        ...((of === 'callback') === (more.parameter !== undefined)
          ? []
          : [`variable ${name} of another place`]),
      ];
    },
  );
}
