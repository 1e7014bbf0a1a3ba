import type { AllowedApps } from '../../contract/resources/app-policy.ts';
import { Secret } from '../../vault/secret.ts';
import { countAct } from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { type Caller, requireRole } from '../caller.ts';
import { appPolicyDestination } from '../destination.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { AppPolicy } from '../records.ts';
import { appPolicyPlace } from '../sealed-places.ts';
import { refuseDeletedWorkspace } from '../workspace-mark.ts';

type PutPolicyPorts = Pick<
  Ports,
  | 'acts'
  | 'activity'
  | 'appPolicies'
  | 'clock'
  | 'events'
  | 'log'
  | 'random'
  | 'settings'
  | 'vault'
  | 'workspaceMarks'
>;

/** The choice of an admin. */
export interface PutPolicyInput {
  caller: Caller;
  workspaceId: string;
  allowed: AllowedApps;
}

/**
 * Stores the choice, whatever was chosen before, and also over a row that nobody with a key wrote. Consents that are under
 * way are judged by it when they complete. The record comes first. Throws `too_many_requests`, `workspace_deleted`,
 * `temporarily_unavailable`, or the problems of the role.
 */
export async function putAppPolicy(ports: PutPolicyPorts, input: PutPolicyInput): Promise<AppPolicy> {
  const { caller, workspaceId, allowed } = input;
  requireRole(caller, workspaceId, 'admin');
  await countAct(ports, input);
  await refuseDeletedWorkspace(ports, workspaceId, ports.clock.now());
  const chosen = { allowed, chosenAt: ports.clock.now() };
  const destination = appPolicyDestination(chosen);
  const seal = (await ports.vault.sealer())(appPolicyPlace({ workspaceId }, destination), new Secret(''));
  const policy = { ...chosen, destination, seal };
  const type = allowed === 'own-only' ? 'verified_apps_refused' : 'verified_apps_allowed';
  await recordedChange(ports, { type, workspaceId, caller }, () =>
    ports.appPolicies.change({ workspaceId }, { expect: {}, set: policy, writeId: newId(ports) }),
  );
  return policy;
}
