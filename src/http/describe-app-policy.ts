import type { z } from 'zod';
import { allowedApps } from '../broker/apps/app-policy.ts';
import { rfc3339 } from '../broker/connection/describe-connection.ts';
import type { PublicAppPolicy } from '../broker/stores.ts';
import type { AllowedAppsRule } from '../contract/environment.ts';
import type { AppPolicyResource } from '../contract/resources.ts';

/** The choice of a workspace as the API shows it, with what holds. */
export function describeAppPolicy(
  environment: AllowedAppsRule,
  policy: PublicAppPolicy | undefined,
): z.infer<typeof AppPolicyResource> {
  return {
    allowed: allowedApps(environment, policy?.allowed),
    ...(policy && { chosen: policy.allowed, chosenAt: rfc3339(policy.chosenAt) }),
    environment,
  };
}
