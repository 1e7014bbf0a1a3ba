import {
  type CodeDeployClient,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import type { DeploymentCheckPorts } from '../broker/deployment/check-deployment.ts';

/** Reports the result of a lifecycle hook to CodeDeploy (PutLifecycleEventHookExecutionStatus). */
export function codeDeployHook(client: CodeDeployClient): DeploymentCheckPorts['report'] {
  return async ({ deployment, execution }, isHealthy) => {
    await client.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: deployment,
        lifecycleEventHookExecutionId: execution,
        status: isHealthy ? 'Succeeded' : 'Failed',
      }),
    );
  };
}
