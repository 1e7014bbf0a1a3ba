/** Which OAuth apps a workspace allows, in words. */
import type { AppPolicy } from '../../api/types.ts';

export const POLICY_WORDS: Record<
  AppPolicy['allowed'],
  { title: string; meaning: string /** As a fact. */; now: string }
> = {
  'verified-and-own': {
    title: 'Verified apps and own apps',
    meaning:
      'Members connect with the platform’s verified apps, or with an app of this workspace where there is one.',
    now: 'This workspace connects with the platform’s verified apps, and with its own.',
  },
  'own-only': {
    title: 'Own apps alone',
    meaning:
      'New consents need an app of this workspace. Providers without one cannot be connected until an admin brings an app.',
    now: 'This workspace connects with its own apps alone.',
  },
};

/** Who decides, and what was decided. */
export const RULE_WORDS: Record<AppPolicy['environment'], string> = {
  'verified-and-own': 'The operator allows both. An admin can narrow this for the workspace.',
  'own-unless-a-workspace-allows-verified':
    'The operator has workspaces use their own apps, unless an admin allows the verified ones here.',
  'own-only': 'The operator allows own apps alone, and no workspace can change that.',
};
