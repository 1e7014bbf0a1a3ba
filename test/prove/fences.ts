/** All fences: what keeps the broker right, how it would be taken away, and which test must then fail. */

import { ALARM_FENCES } from './fences/alarms.ts';
import { CALLERS_FENCES } from './fences/callers.ts';
import { CALL_FENCES } from './fences/calls.ts';
import { CHANGED_TOOLS_FENCES } from './fences/changed-tools.ts';
import { CLIENT_FENCES } from './fences/client.ts';
import { CONSENT_FENCES } from './fences/consent.ts';
import { DOOR_FENCES } from './fences/doors.ts';
import { EDGE_FENCES } from './fences/edges.ts';
import { FACTS_OF_CONSENTS } from './fences/facts-of-consents.ts';
import type { Fence } from './fences/fence.ts';
import { GRANTS_AND_COPIES_FENCES } from './fences/grants-and-copies.ts';
import { INJECTION_FENCES } from './fences/injection.ts';
import { LAPTOP_FENCES } from './fences/laptop.ts';
import { LASTING_FENCES } from './fences/lasting.ts';
import { OUTPUTS_FENCES } from './fences/outputs.ts';
import { PLACES_AND_DELETIONS_FENCES } from './fences/places-and-deletions.ts';
import { PROVIDERS_FENCES } from './fences/providers.ts';
import { REFRESH_FENCES } from './fences/refresh.ts';
import { REFUSALS_OF_SERVERS_FENCES } from './fences/refusals-of-servers.ts';
import { REGISTRATION_FENCES } from './fences/registrations.ts';
import { REMOTE_SERVERS_FENCES } from './fences/remote-servers.ts';
import { RESTORE_FENCES } from './fences/restore.ts';
import { ROTATION_FENCES } from './fences/rotation.ts';
import { SHARES_FENCES } from './fences/shares.ts';
import { SIGN_IN_FENCES } from './fences/sign-in.ts';
import { TENANCY_FENCES } from './fences/tenancy.ts';
import { TOKENS_OF_CALLERS_FENCES } from './fences/tokens-of-callers.ts';
import { TRIAL_FENCES } from './fences/trials.ts';
import { VAULT_FENCES } from './fences/vault.ts';
import { VECTORS_FENCES } from './fences/vectors.ts';
import { WIRE_FENCES } from './fences/wire.ts';

export type { Fence };

export const FENCES: readonly Fence[] = [
  ...ALARM_FENCES,
  ...CALLERS_FENCES,
  ...REFRESH_FENCES,
  ...SHARES_FENCES,
  ...PLACES_AND_DELETIONS_FENCES,
  ...GRANTS_AND_COPIES_FENCES,
  ...RESTORE_FENCES,
  ...ROTATION_FENCES,
  ...WIRE_FENCES,
  ...CONSENT_FENCES,
  ...FACTS_OF_CONSENTS,
  ...DOOR_FENCES,
  ...EDGE_FENCES,
  ...CALL_FENCES,
  ...CLIENT_FENCES,
  ...VECTORS_FENCES,
  ...VAULT_FENCES,
  ...TENANCY_FENCES,
  ...PROVIDERS_FENCES,
  ...REGISTRATION_FENCES,
  ...OUTPUTS_FENCES,
  ...INJECTION_FENCES,
  ...REFUSALS_OF_SERVERS_FENCES,
  ...CHANGED_TOOLS_FENCES,
  ...TOKENS_OF_CALLERS_FENCES,
  ...SIGN_IN_FENCES,
  ...LAPTOP_FENCES,
  ...REMOTE_SERVERS_FENCES,
  ...LASTING_FENCES,
  ...TRIAL_FENCES,
];
