/** The records of calls: a list in pages, one of them, counts of days, and an export. */
import * as z from 'zod';
import { TOOL_CALL_OUTCOMES } from '../injection-messages.ts';
import { choice, withMeanings } from './described.ts';
import { CALL_OUTCOME_MEANINGS } from './meanings.ts';
import { PART_OF_EXPORT, pageOf } from './pages.ts';
import { ConnectionId, OperationId, ServerId } from './values.ts';

const CallOutcome = z.enum(TOOL_CALL_OUTCOMES).meta({
  id: 'CallOutcome',
  description: withMeanings('What came of a call.', CALL_OUTCOME_MEANINGS),
});

export const CallResource = z
  .object({
    operationId: OperationId,
    at: z.iso.datetime().describe('When it happened.'),
    outcome: CallOutcome,
    server: z.string().describe('The id of the MCP server that the runtime named.'),
    tool: z
      .string()
      .optional()
      .describe(
        'The tool. Absent: the operation was a discovery. `(unknown)`: it was not named, or by a text that is no name.',
      ),
    connectionId: z.string().optional().describe('The connection. Absent: the server is unknown.'),
    hosts: z
      .array(z.string())
      .optional()
      .describe('Where the token could go, or was to go. There are 20 at most.'),
    missingScopes: z
      .array(z.string())
      .optional()
      .describe('The scopes that the connection was not granted, if the call was refused for them.'),
    challengedScopes: z
      .array(z.string())
      .optional()
      .describe('The scopes that the MCP server asked for in a challenge. Only the server says so.'),
    caller: z.string().optional().describe('The `sub` claim of the person whose call it was.'),
    callerIssuer: z.string().optional().describe('The `iss` claim of that person.'),
    replayedAt: z.iso
      .datetime()
      .optional()
      .describe('When the same operation id came again for the first time.'),
    connectionOf: choice('Whose connection it was. Absent where the server has no connections of people.', {
      person: 'That of the person who called.',
      workspace: 'That of the workspace.',
    }).optional(),
    trial: z
      .literal(true)
      .optional()
      .describe('A person tried the server from the dashboard. No runtime made this call.'),
  })
  .meta({
    id: 'Call',
    description: 'The record of one call. It holds no token, and nothing of what was sent.',
  });

const Day = z.iso.date();

/** Only calls of this server, tool, connection and outcome. */
const CallFilter = z.object({
  server: ServerId.optional(),
  tool: z.string().min(1).max(128).optional().describe('Only calls of this tool.'),
  connection: ConnectionId.optional(),
  outcome: CallOutcome.optional(),
  mine: choice('Whose calls. Members get only their own in any case.', {
    true: 'Only calls of the caller.',
    false: 'All calls that the caller may see.',
  }).default('false'),
  from: Day.optional().describe('The first day, in UTC. Without it: seven days in all.'),
  to: Day.optional().describe('The last day, in UTC. Without it: today.'),
});
export const CallsQuery = CallFilter.extend(pageOf('calls'));
export const CallPage = z
  .object({
    calls: z.array(CallResource).describe('The calls, newest first by the time of their ids.'),
    cursor: z.string().optional().describe('The cursor of the next page. Absent on the last page.'),
  })
  .meta({
    id: 'CallPage',
    description: 'One page of calls. It can be short, also empty, before the last one.',
  });

export const CallExportQuery = CallFilter.extend(PART_OF_EXPORT);

/** Only calls of this connection and server. */
const CountFilter = z.object({ connection: ConnectionId.optional(), server: ServerId.optional() });
export const CallCountsQuery = CountFilter.extend({
  day: Day.optional().describe('The day, in UTC. Without it, and without `from` and `to`: today.'),
  from: Day.optional().describe(
    'The first of several days, in UTC, 31 at most. With `to` alone: seven days in all.',
  ),
  to: Day.optional().describe('The last of several days, in UTC. With `from` alone: today.'),
}).refine(
  ({ day, from, to }) => day === undefined || (from === undefined && to === undefined),
  'either one day or several',
);
const CallCount = z
  .object({
    server: z.string().describe('The id of the MCP server.'),
    tool: z.string().optional().describe('The tool. Absent: discoveries.'),
    connectionId: z.string().optional().describe('The connection. Absent: the server was unknown.'),
    outcome: CallOutcome,
    calls: z.int().describe('How many calls had all of these.'),
  })
  .meta({ id: 'CallCount', description: 'How many calls had one server, tool, connection and outcome.' });
export const CallCounts = z
  .object({
    day: Day.optional().describe('The day, in UTC, if one day was asked for.'),
    from: Day.optional().describe('The first of several days, in UTC, if several were asked for.'),
    to: Day.optional().describe('The last of several days, in UTC, if several were asked for.'),
    total: z.int().describe('How many calls there were. With `more`: at least so many.'),
    more: z
      .boolean()
      .describe(
        'Whether the workspace had more calls than are counted: 10,000 of one day, or 30,000 of several. Then only `total` is known.',
      ),
    counts: z
      .array(CallCount)
      .describe(
        'The calls by server, tool, connection and outcome: 500 entries at most, the most frequent ones.',
      ),
    unlisted: z.int().describe('How many calls no entry of `counts` has.'),
  })
  .meta({ id: 'CallCounts', description: 'How many calls a workspace made on one day, or on several.' });

export const CallDaysQuery = CountFilter.extend({
  days: z.coerce.number().int().min(1).max(31).default(30).describe('How many days, today among them.'),
});
const CallDay = z
  .object({
    day: Day.describe('The day, in UTC.'),
    injected: z.int().describe('How many calls got a token.'),
    refused: z.int().describe('How many calls were refused.'),
    more: z
      .boolean()
      .describe(
        'Whether the day had more calls than are counted. Then these are the numbers of a part of them.',
      ),
  })
  .meta({ id: 'CallDay', description: 'How many calls of one day got a token, and how many were refused.' });
export const CallDays = z
  .object({ days: z.array(CallDay).describe('Every day that was asked for, the oldest first.') })
  .meta({ id: 'CallDays', description: 'The calls of a workspace by day.' });
