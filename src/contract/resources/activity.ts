/** The activity of a workspace, page by page, and as a file. */
import * as z from 'zod';
import { ACTIVITY_TYPES } from '../activity.ts';
import { withMeanings } from './described.ts';
import { ACTIVITY_MEANINGS } from './meanings.ts';
import { PART_OF_EXPORT, pageOf } from './pages.ts';
import { ProblemCode } from './problem.ts';
import { ConnectionId, ProviderId, RevocationOutcome, ServerId, StatusReason } from './values.ts';

const Day = z.iso.date();
const ActivityType = z.enum(ACTIVITY_TYPES).meta({
  id: 'ActivityType',
  description: withMeanings('What happened.', ACTIVITY_MEANINGS),
});

const ToolChange = z
  .object({
    tool: z
      .string()
      .describe('The name that the server gave the tool, or `(unknown)` for a text that is no name.'),
    before: z
      .string()
      .optional()
      .describe('The fingerprint of the definition before. Absent: there was no such tool.'),
    after: z
      .string()
      .optional()
      .describe('The fingerprint afterwards. Absent: there is no such tool any more.'),
  })
  .meta({
    id: 'ToolChange',
    description:
      'How the definition of one tool changed. A fingerprint is the SHA-256 of the whole definition as canonical JSON, in base64url.',
  });

export const ActivityResource = z
  .object({
    at: z.iso.datetime().describe('When it happened.'),
    type: ActivityType,
    connectionId: z.string().optional().describe('The connection that it happened to.'),
    provider: z.string().optional().describe('The provider that it is about.'),
    actor: z
      .string()
      .optional()
      .describe('The `sub` claim of the person who acted. Absent if the service acted.'),
    actorIssuer: z
      .string()
      .optional()
      .describe('The `iss` claim of that person. Absent in entries of connections and in older ones.'),
    outcome: z
      .union([RevocationOutcome, StatusReason, ProblemCode])
      .optional()
      .describe(
        'The outcome of a revocation, the reason of a status, or the code of a problem, depending on `type`.',
      ),
    server: z.string().optional().describe('The id of the MCP server of the workspace.'),
    clientId: z.string().optional().describe('The client id of the own OAuth app. Only admins see it.'),
    version: z.int().optional().describe('The version of the own OAuth app.'),
    addressesBefore: z
      .array(z.string())
      .optional()
      .describe(
        'Where the server or the OAuth app led before: URLs without a query, and hosts. Only admins see those of OAuth apps.',
      ),
    addressesAfter: z.array(z.string()).optional().describe('Where it leads after the change.'),
    toolChanges: z
      .array(ToolChange)
      .optional()
      .describe('Tools of the server whose definitions changed, or were approved: at most 32.'),
    toolsChanged: z.int().optional().describe('How many tools that were in all.'),
    operation: z.string().optional().describe('The operation that was refused.'),
  })
  .meta({ id: 'ActivityEntry', description: 'One entry of the activity.' });
export const ActivityPage = z
  .object({
    activity: z.array(ActivityResource).describe('The entries, newest first.'),
    cursor: z.string().optional().describe('The cursor of the next page. Absent on the last page.'),
  })
  .meta({
    id: 'ActivityPage',
    description: 'One page of the activity. It can be short, also empty, before the last one.',
  });

const ONE_TYPE = `(?:${ACTIVITY_TYPES.join('|')})`;
/** Only entries of this person, provider, connection, server and types, of these days. */
const ActivityFilter = z.object({
  person: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe(
      'Only entries of the person with this `sub` claim (OpenID Connect Core: 255 characters at most).',
    ),
  provider: ProviderId.optional(),
  connection: ConnectionId.optional(),
  server: ServerId.optional(),
  type: z
    .string()
    .max(1_000)
    .regex(new RegExp(`^${ONE_TYPE}(?:,${ONE_TYPE})*$`), 'not a list of types')
    .optional()
    .describe('Only entries of this `ActivityType`, or of one of several with a comma between them.'),
  from: Day.optional().describe('The first day, in UTC. Without it: the first entry.'),
  to: Day.optional().describe('The last day, in UTC. Without it: today.'),
});
export const ActivityQuery = ActivityFilter.extend(pageOf('entries'));
export const ActivityExportQuery = ActivityFilter.extend(PART_OF_EXPORT);
