/** Which OAuth apps a workspace may connect with: the rule of the environment, and the choice of the workspace. */
import type { AllowedAppsRule } from '../../contract/environment.ts';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { AllowedApps } from '../../contract/resources/app-policy.ts';
import { appPolicyDestination } from '../destination.ts';
import type { Ports } from '../ports.ts';
import { appPolicyPlace } from '../sealed-places.ts';

type PolicyPorts = Pick<Ports, 'appPolicies' | 'vault'> & {
  settings: Pick<Ports['settings'], 'allowedApps'>;
};

/** What holds where the environment has this rule and the workspace made this choice, or none. Pure. */
export function allowedApps(rule: AllowedAppsRule, chosen: AllowedApps | undefined): AllowedApps {
  if (rule === 'own-only') return rule;
  return chosen ?? (rule === 'verified-and-own' ? rule : 'own-only');
}

/**
 * Whether a consent of the workspace may use an app of this owner. Absence of a choice means that no admin ever made one,
 * since no function may delete the row. Throws VaultError for a row that nobody with a key wrote so: then no consent with a
 * verified app goes on.
 */
export async function isAppAllowed(
  ports: PolicyPorts,
  { workspaceId, appOwner }: { workspaceId: string; appOwner: string },
): Promise<boolean> {
  if (appOwner !== VERIFIED) return appOwner === workspaceId;
  const { allowedApps: rule } = ports.settings;
  if (rule === 'own-only') return false;
  return allowedApps(rule, await provedChoice(ports, workspaceId)) === 'verified-and-own';
}

async function provedChoice(
  { appPolicies, vault }: PolicyPorts,
  workspaceId: string,
): Promise<AllowedApps | undefined> {
  const policy = await appPolicies.read({ workspaceId });
  if (!policy) return undefined;
  await vault.open(appPolicyPlace({ workspaceId }, appPolicyDestination(policy)), policy.seal);
  return policy.allowed;
}
