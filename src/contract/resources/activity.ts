/** The activity of a workspace, page by page. */
import * as z from 'zod';
import { ACTIVITY_TYPES } from '../activity.ts';
import { withMeanings } from './described.ts';
import { ACTIVITY_MEANINGS } from './meanings.ts';
import { ProblemCode } from './problem.ts';
import { RevocationOutcome, StatusReason } from './values.ts';

const Cursor = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);
const ActivityType = z.enum(ACTIVITY_TYPES).meta({
  id: 'ActivityType',
  description: withMeanings('What happened.', ACTIVITY_MEANINGS),
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
    operation: z.string().optional().describe('The operation that was refused.'),
  })
  .meta({ id: 'ActivityEntry', description: 'One entry of the activity.' });
export const ActivityPage = z
  .object({
    activity: z.array(ActivityResource).describe('The entries, newest first.'),
    cursor: z.string().optional().describe('The cursor of the next page. Absent on the last page.'),
  })
  .meta({ id: 'ActivityPage', description: 'One page of the activity.' });
export const ActivityQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('How many entries a page has at most.'),
  cursor: Cursor.optional().describe('The `cursor` of the page before.'),
});
