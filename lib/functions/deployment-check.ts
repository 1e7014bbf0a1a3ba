/** deployment-check: CodeDeploy invokes it before an alias moves. It invokes the new versions in a mode that checks them. */
import { Duration } from 'aws-cdk-lib';
import { ALIASED_FUNCTIONS } from '../settings/aliased-functions.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functionErrors, throttled } from './shared-alarms.ts';

export const deploymentCheck: FunctionDefinition = {
  description: 'Checks that new versions can do their work, before they get any invocations',
  // The new versions are invoked at the same time, each for at most 18 s, in which a refresh on demand would fit. Before that
  // there are pauses of a few seconds, while the right to invoke them takes effect.
  timeout: Duration.seconds(45),
  memory: 512,

  // CDK adds the right to report the result to CodeDeploy, where the function becomes a deployment group's hook.
  grantRights(role, { functions }) {
    for (const name of ALIASED_FUNCTIONS) functions[name].grantInvokeVersion(role);
  },

  alarms: (own, context) => [functionErrors(own, context), throttled(own, context)],
};
