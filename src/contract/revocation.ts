/** The outcomes of a revocation. `resources/meanings.ts` says what each value means. */
import * as z from 'zod';

export const RevocationOutcome = z.enum([
  'revoked',
  'unconfirmed',
  'pending',
  'not_supported',
  'failed',
  'left_shared_grant',
  'nothing_to_revoke',
]);
export type RevocationOutcome = z.infer<typeof RevocationOutcome>;
