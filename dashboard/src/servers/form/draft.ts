/** A server's registration as it stands in the form. Pure. */
import type { Provider, Server } from '../../api/types.ts';
import { registeredUrl } from '../kind-of-server.ts';

export type Placement = Server['placements'][number];
type Reach = 'address' | 'process';

/** How the value of a placement is written: as it is, or as a JSON object of templates, each in base64 or not. */
export type Written = 'text' | 'base64' | 'json' | 'json-base64';

export interface DraftPlacement {
  in: Placement['in'];
  name: string;
  written: Written;
  value: string;
  prefix: string;
}

export interface Draft {
  /** Empty: one is made of the address or the name. */
  id: string;
  name: string;
  provider: string;
  reach: Reach;
  url: string;
  binding: 'request' | 'session';
  discovery: boolean;
  /** Those that the catalogue lists. */
  scopes: string[];
  /** Further ones, with blanks between them. */
  otherScopes: string;
  /** One in each line. Empty: every tool may be called. */
  tools: string;
  placements: DraftPlacement[];
  /** With commas between them. */
  removeHeaders: string;
  /** Empty: the account that is connected without a label. */
  connectionId: string;
}

export function emptyDraft(url = ''): Draft {
  return {
    ...{ id: '', name: '', provider: '', reach: 'address', url, binding: 'request', discovery: true },
    ...{ scopes: [], otherScopes: '', tools: '', removeHeaders: '', connectionId: '' },
    placements: usualPlacements('address'),
  };
}

export function draftOf(server: Server, provider: Provider | undefined): Draft {
  const { id, name, binding, discovery, scopes, tools = [], removeHeaders, placements } = server;
  const listed = scopesOf(provider);
  const other = scopes.filter((scope) => !listed.has(scope));
  return {
    ...{ id, name, provider: server.provider, discovery },
    reach: binding === 'process' ? 'process' : 'address',
    url: registeredUrl(server) ?? '',
    binding: binding === 'session' ? 'session' : 'request',
    scopes: scopes.filter((scope) => listed.has(scope)),
    otherScopes: other.join(' '),
    tools: tools.join('\n'),
    placements: placements.map(draftPlacement),
    removeHeaders: removeHeaders.filter((header) => !ALWAYS_REMOVED.has(header.toLowerCase())).join(', '),
    connectionId: server.connectionId === server.provider ? '' : server.connectionId,
  };
}

/** The API adds them by itself. */
const ALWAYS_REMOVED = new Set(['authorization', 'cookie']);

/** Another way to reach the server has other places for the token. */
export function withReach(draft: Draft, reach: Reach): Draft {
  return draft.reach === reach ? draft : { ...draft, reach, placements: usualPlacements(reach) };
}

function usualPlacements(reach: Reach): DraftPlacement[] {
  const one = { written: 'text' as const, prefix: '' };
  return reach === 'address'
    ? [{ ...one, in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }]
    : [{ ...one, in: 'env', name: 'ACCESS_TOKEN', value: '{accessToken}' }];
}

/** Whether the token stands where most servers take it. */
export function isUsual([first, ...others]: DraftPlacement[]): boolean {
  const [usual] = usualPlacements('address');
  const names = ['in', 'name', 'written', 'value', 'prefix'] as const;
  return others.length === 0 && names.every((name) => first?.[name] === usual?.[name]);
}

/** Every scope that the catalogue lists of a provider, with its words. */
export function scopesOf(provider: Provider | undefined): Map<string, string> {
  const all = provider?.apps.flatMap(({ scopes }) => scopes) ?? [];
  return new Map(all.map(({ scope, description }) => [scope, description]));
}

function draftPlacement({ in: place, name, value, encode, prefix = '' }: Placement): DraftPlacement {
  const isText = typeof value === 'string';
  return {
    ...{ in: place, name, prefix },
    written: isText ? (encode ?? 'text') : encode ? 'json-base64' : 'json',
    value: isText ? value : JSON.stringify(value.json),
  };
}
