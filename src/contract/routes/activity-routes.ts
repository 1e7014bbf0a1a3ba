/** The activity of a workspace: what happened, and who did it. */
import { ActivityExportQuery, ActivityPage, ActivityQuery, CsvExport } from '../resources.ts';
import { workspace } from './path-parameters.ts';
import type { Route } from './route.ts';

export const ACTIVITY_ROUTES = [
  {
    operationId: 'listActivity',
    method: 'get',
    path: '/v1/workspaces/{ws}/activity',
    function: 'connections-api',
    access: 'member',
    reads: 'records',
    summary: 'List the activity',
    description:
      'Returns what happened in the workspace, newest first, page by page. `person`, `provider`, `connection`, `server`, `type`, `from` and `to` leave only entries that have them. For one page 2,000 entries are looked at, so with a filter a page can be short or empty and still have a `cursor`. Members do not see other people’s refusals. A cursor belongs to its workspace, its filter and its person, and works until the end of the next day (UTC); then begin again at the first page. Entries are kept for 400 days.',
    params: workspace,
    query: ActivityQuery,
    personal: true,
    success: { status: 200, description: 'One page of the activity.', schema: ActivityPage },
    problems: [],
  },
  {
    operationId: 'exportActivity',
    method: 'get',
    path: '/v1/workspaces/{ws}/activity.csv',
    function: 'connections-api',
    access: 'member',
    reads: 'records',
    summary: 'Export the activity',
    description:
      'Returns the same entries as the list to the same people as a CSV file, one row an entry. A part has 5,000 rows at most; the header `Link` with `rel="next"` (RFC 8288) then names the next part, which has no row of names, so that parts can be joined. A cell that a spreadsheet could take for a formula begins with an apostrophe, control and direction characters are replaced by spaces, and every cell stands in quotation marks.',
    params: workspace,
    query: ActivityExportQuery,
    personal: true,
    success: {
      status: 200,
      description: 'One part of the file.',
      schema: CsvExport,
      mediaType: 'text/csv',
    },
    problems: [],
  },
] as const satisfies readonly Route[];
