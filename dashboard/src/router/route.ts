/** The addresses of the pages. Each can be sent to a colleague, who sees the same page of the same workspace. */

import { NAMED_WORKSPACE } from '../../../src/contract/identifiers.ts';

/** Segments below the workspace. `:id` is the id of what the page shows. */
const PATHS = {
  overview: '',
  connections: 'connections',
  connection: 'connections/:id',
  providers: 'providers',
  provider: 'providers/:id',
  connect: 'providers/:id/connect',
  servers: 'servers',
  'add-server': 'add-server',
  clients: 'clients',
  server: 'servers/:id',
  apps: 'oauth-apps',
  app: 'oauth-apps/:id',
  'add-provider': 'add-provider',
  activity: 'activity',
  calls: 'calls',
  settings: 'settings',
} as const;

export type PageName = keyof typeof PATHS;

/** A page of a workspace. */
export interface Place {
  page: PageName;
  /** Absent: the one that the person chose last. */
  workspace?: string;
  id?: string;
  /** The rest of the address: filters, and what a link says. */
  query: URLSearchParams;
}

/** Undefined: no page has this address. Pure. */
export function placeAt(pathname: string, search: string): Place | undefined {
  const query = new URLSearchParams(search);
  if (pathname === '/') return { page: 'overview', query };
  const [, prefix, workspace, ...rest] = pathname.replace(/\/$/, '').split('/').map(decoded);
  if (prefix !== 'w' || workspace === undefined || !NAMED_WORKSPACE.test(workspace)) return undefined;
  for (const [page, path] of Object.entries(PATHS) as [PageName, string][]) {
    const found = matched(path === '' ? [] : path.split('/'), rest);
    if (found) return { page, workspace, query, ...found };
  }
  return undefined;
}

/** The address of a page. Pure. */
export function addressFor({
  page,
  workspace = '',
  id = '',
  query,
}: Omit<Place, 'query'> & { query?: URLSearchParams | undefined }) {
  const path = PATHS[page].replace(':id', encodeURIComponent(id));
  const search = query === undefined || query.size === 0 ? '' : `?${query}`;
  return `/w/${workspace}${path === '' ? '' : `/${path}`}${search}`;
}

function matched(pattern: string[], segments: (string | undefined)[]): { id?: string } | undefined {
  if (pattern.length !== segments.length) return undefined;
  let found: { id?: string } = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined || segment === '') return undefined;
    if (part === ':id') found = { id: segment };
    else if (part !== segment) return undefined;
  }
  return found;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
