/** The receipt of a disconnect: what was done, and what a person still has to do. Times are RFC 3339. */
import * as z from 'zod';
import { choice } from './described.ts';
import { RevocationOutcome } from './values.ts';

const Revocation = z.object({
  outcome: RevocationOutcome,
  at: z.string().optional().describe('The host that was asked.'),
  reach: choice('What a revocation at this provider ends.', {
    token: 'The tokens of this connection.',
    grant: 'Everything that the account has granted to the OAuth app.',
    app: 'All access of the OAuth app to the account.',
  }).optional(),
  byHandAt: z
    .string()
    .optional()
    .describe('The provider’s page where a person can remove the access of the OAuth app by hand.'),
  retryUntil: z.iso.datetime().optional().describe('When the revocation is tried for the last time.'),
});

export const DisconnectReceipt = z
  .object({
    requestedAt: z.iso.datetime().describe('When the disconnect was requested.'),
    requestedBy: z
      .string()
      .optional()
      .describe('The `sub` claim of the person who requested it. Absent if nobody chose a tenant in time.'),
    revocation: Revocation.meta({ id: 'Revocation', description: 'What happened at the provider.' }),
    tokensDeletedAt: z.iso
      .datetime()
      .optional()
      .describe('When the stored tokens were deleted. Absent while the revocation is pending.'),
  })
  .meta({
    id: 'DisconnectReceipt',
    description: 'The receipt of a disconnect: what was done, and what a person still has to do.',
  });
export type DisconnectReceipt = z.infer<typeof DisconnectReceipt>;
