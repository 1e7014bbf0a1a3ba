/** Which OAuth apps a workspace may connect with. */
import * as z from 'zod';
import { ALLOWED_APPS_RULES } from '../environment.ts';
import { choice } from './described.ts';

const ALLOWED = {
  'verified-and-own': 'The platform’s verified OAuth apps and the workspace’s own.',
  'own-only': 'The workspace’s own OAuth apps alone.',
} as const;

/** The choice of a workspace. */
export const AllowedApps = choice('The OAuth apps with which new consents are possible.', ALLOWED);
export type AllowedApps = keyof typeof ALLOWED;

export const AppPolicyBody = z
  .strictObject({ allowed: AllowedApps })
  .meta({ id: 'OAuthAppPolicyChoice', description: 'The choice of an admin for the whole workspace.' });

export const AppPolicyResource = z
  .object({
    allowed: AllowedApps.describe(
      'What holds: the rule of the environment and the choice of the workspace together.',
    ),
    chosen: AllowedApps.optional().describe('The choice of the workspace. Absent if no admin has made one.'),
    chosenAt: z.iso.datetime().optional().describe('When it was made.'),
    environment: z
      .enum(ALLOWED_APPS_RULES)
      .describe(
        'The rule of the environment. `own-only` wins over every choice; with `own-unless-a-workspace-allows-verified` a workspace without a choice has its own OAuth apps alone.',
      ),
  })
  .meta({
    id: 'OAuthAppPolicy',
    description:
      'Which OAuth apps the workspace may connect with. Connections that were made before with another one go on until somebody disconnects them.',
  });
