/** Records of calls: which server and tool used which connection, and what was refused. */
import {
  CallCounts,
  CallCountsQuery,
  CallDays,
  CallDaysQuery,
  CallExportQuery,
  CallPage,
  CallResource,
  CallsQuery,
  CsvExport,
} from '../resources.ts';
import { operation, workspace } from './path-parameters.ts';
import type { Route } from './route.ts';

export const CALL_ROUTES = [
  {
    operationId: 'listCalls',
    method: 'get',
    path: '/v1/workspaces/{ws}/calls',
    function: 'connections-api',
    access: 'member',
    reads: 'records',
    summary: 'List the calls',
    description:
      'Returns the records of calls, newest first, page by page: admins see all of the workspace, members their own. `server`, `tool`, `connection` and `outcome` leave only calls that have them. For one page 2,000 records of eight days are looked at, so with a filter a page can be short or empty and still have a `cursor`. A cursor belongs to its workspace, its filter and its person, and works until the end of the next day (UTC). Records are kept for 90 days.',
    params: workspace,
    query: CallsQuery,
    personal: true,
    success: { status: 200, description: 'One page of the calls.', schema: CallPage },
    problems: [],
  },
  {
    operationId: 'getCall',
    method: 'get',
    path: '/v1/workspaces/{ws}/calls/{operationId}',
    function: 'connections-api',
    access: 'member',
    summary: 'Read a call',
    description:
      'Returns the record of one call. For a member, another person’s call looks like one that does not exist.',
    params: operation,
    success: { status: 200, description: 'The call.', schema: CallResource },
    problems: [],
  },
  {
    operationId: 'countCalls',
    method: 'get',
    path: '/v1/workspaces/{ws}/call-counts',
    function: 'connections-api',
    access: 'member',
    reads: 'records',
    summary: 'Count the calls',
    description:
      'Counts the calls of the whole workspace on one day, or on several, by server, tool, connection and outcome, without saying whose they were. `connection` and `server` leave only calls that have them. The counts are exact if the workspace had up to 10,000 calls on the one day, or 30,000 on the several days; otherwise it is only said that there were more.',
    params: workspace,
    query: CallCountsQuery,
    success: { status: 200, description: 'The counts.', schema: CallCounts },
    problems: [],
  },
  {
    operationId: 'countCallDays',
    method: 'get',
    path: '/v1/workspaces/{ws}/call-days',
    function: 'connections-api',
    access: 'member',
    reads: 'records',
    summary: 'Count the calls by day',
    description:
      'Counts the calls of the whole workspace on each of the last days: how many got a token and how many were refused. Trials of deployments are neither. `connection` and `server` leave only calls that have them. One request reads about 30,000 records, which its days share: a day of which more would have to be read has `more`, and the numbers of a part of its calls.',
    params: workspace,
    query: CallDaysQuery,
    success: { status: 200, description: 'The days.', schema: CallDays },
    problems: [],
  },
  {
    operationId: 'exportCalls',
    method: 'get',
    path: '/v1/workspaces/{ws}/calls.csv',
    function: 'connections-api',
    access: 'member',
    reads: 'records',
    summary: 'Export the calls',
    description:
      'Returns the same calls as the list to the same people as a CSV file, one row a call. A part has 5,000 rows at most; the header `Link` with `rel="next"` (RFC 8288) then names the next part, which has no row of names, so that parts can be joined. A cell that a spreadsheet could take for a formula begins with an apostrophe, control and direction characters are replaced by spaces, and every cell stands in quotation marks.',
    params: workspace,
    query: CallExportQuery,
    personal: true,
    success: { status: 200, description: 'One part of the file.', schema: CsvExport, mediaType: 'text/csv' },
    problems: [],
  },
] as const satisfies readonly Route[];
