/** Which OAuth apps a workspace may connect with. */
import * as z from 'zod';
import type { AllowedApps as AllowedAppsName, AllowedAppsRule } from '../environment.ts';
import { choice } from './described.ts';

const ALLOWED: Record<AllowedAppsName, string> = {
  'verified-and-own': 'The platform’s verified OAuth apps and the workspace’s own.',
  'own-only': 'The workspace’s own OAuth apps alone.',
} as const;
const RULES: Record<AllowedAppsRule, string> = {
  'verified-and-own': 'A workspace may use both, unless an admin chose otherwise.',
  'own-unless-a-workspace-allows-verified':
    'A workspace may use its own OAuth apps alone, unless an admin chose otherwise.',
  'own-only': 'A workspace may use its own OAuth apps alone, whatever an admin chose.',
};

/** The choice of a workspace. */
export const AllowedApps = choice('The OAuth apps with which consents are possible.', ALLOWED);
export type AllowedApps = AllowedAppsName;

export const AppPolicyBody = z
  .strictObject({ allowed: AllowedApps })
  .meta({ id: 'OAuthAppPolicyChoice', description: 'The choice of an admin for the whole workspace.' });

export const AppPolicyResource = z
  .object({
    allowed: choice('What holds, by the rule of the environment and the choice of the workspace.', ALLOWED),
    chosen: choice('The choice of the workspace. Absent if no admin has made one.', ALLOWED).optional(),
    chosenAt: z.iso.datetime().optional().describe('When it was made.'),
    environment: choice('The rule of the environment.', RULES),
  })
  .meta({
    id: 'OAuthAppPolicy',
    description:
      'Which OAuth apps the workspace may connect with. Connections that were made before with another one go on until somebody disconnects them.',
  });
