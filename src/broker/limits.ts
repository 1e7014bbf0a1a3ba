/** Every number of the product, with its reason. Unless its comment says otherwise, a number is in milliseconds or a count. */
import { APP_HEALTH_LIMITS } from './limits/of-app-health.ts';
import { AWS_LIMITS } from './limits/of-aws.ts';
import { CALLS_LIMITS } from './limits/of-calls.ts';
import { CONSENTS_LIMITS } from './limits/of-consents.ts';
import { ESCROW_LIMITS } from './limits/of-escrow.ts';
import { PEOPLE_LIMITS } from './limits/of-people.ts';
import { REFRESHES_LIMITS } from './limits/of-refreshes.ts';
import { REMOTE_SERVERS_LIMITS } from './limits/of-remote-servers.ts';
import { SWEEPS_LIMITS } from './limits/of-sweeps.ts';
import { TRIALS_LIMITS } from './limits/of-trials.ts';

export const LIMITS = {
  ...CONSENTS_LIMITS,
  ...REFRESHES_LIMITS,
  ...APP_HEALTH_LIMITS,
  ...ESCROW_LIMITS,
  ...CALLS_LIMITS,
  ...PEOPLE_LIMITS,
  ...REMOTE_SERVERS_LIMITS,
  ...SWEEPS_LIMITS,
  ...TRIALS_LIMITS,
  ...AWS_LIMITS,
} as const;
