import { readIntent } from '../../../consent/intent.ts';
import type { Place } from '../../../router/route.ts';

/**
 * The page to which the link of a refusal leads, if it is a page of this dashboard and of this workspace. Anything else is no link,
 * since the page cannot say where it leads. Pure.
 */
export function connectTarget(
  link: string | undefined,
  here: { origin: string; workspace: string },
): Omit<Place, 'workspace'> | undefined {
  const url = link === undefined ? null : URL.parse(link);
  if (url === null || url.origin !== here.origin) return undefined;
  const { connect } = readIntent({ fragment: '', query: url.search, now: 0 });
  if (connect === undefined || (connect.workspace ?? here.workspace) !== here.workspace) return undefined;
  const query = new URLSearchParams(url.search);
  query.delete('connect');
  query.delete('workspace');
  return { page: 'connect', id: connect.provider, query };
}
