/** The activity of a workspace, page by page. */
import * as z from 'zod';
import { ActivityType as ActivityTypes } from '../activity.ts';
import { withMeanings } from './described.ts';
import { ACTIVITY_MEANINGS } from './meanings.ts';
import { ProblemCode } from './problem.ts';
import { RevocationOutcome, StatusReason } from './values.ts';

const Cursor = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);
const ActivityType = ActivityTypes.meta({
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
    outcome: z
      .union([RevocationOutcome, StatusReason, ProblemCode])
      .optional()
      .describe(
        'The outcome of a revocation, the reason of a status, or the code of a problem, depending on `type`.',
      ),
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
