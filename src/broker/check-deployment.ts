/** What CodeDeploy asks before it moves an alias: whether the new versions can do their work (T181). */
import * as z from 'zod';
import { HEALTH_REQUEST, isHealthy } from '../contract/health.ts';
import type { Log } from './ports.ts';

/** The lifecycle hook's event (CodeDeploy user guide, "AppSpec 'hooks' section for an AWS Lambda deployment"). */
const HookEvent = z.object({
  DeploymentId: z.string().min(1),
  LifecycleEventHookExecutionId: z.string().min(1),
});

export interface DeploymentCheckNeeds {
  /** ARNs of versions. */
  versions: readonly string[];
  /** Invokes one and gives its answer. Rejects where it failed. */
  invoke(version: string, request: object): Promise<unknown>;
  /** Tells CodeDeploy, which goes on or takes back. */
  tell(hook: { deployment: string; execution: string }, isHealthy: boolean): Promise<void>;
  log: Log;
}

/** Always tells something: a hook that is silent keeps a deployment waiting for an hour. */
export async function checkDeployment(ports: DeploymentCheckNeeds, event: unknown): Promise<boolean> {
  const { DeploymentId, LifecycleEventHookExecutionId } = HookEvent.parse(event);
  const answers = await Promise.all(ports.versions.map((version) => isVersionHealthy(ports, version)));
  const areHealthy = answers.every((healthy) => healthy);
  const hook = { deployment: DeploymentId, execution: LifecycleEventHookExecutionId };
  await ports.tell(hook, areHealthy);
  return areHealthy;
}

async function isVersionHealthy({ invoke, log }: DeploymentCheckNeeds, version: string): Promise<boolean> {
  try {
    if (isHealthy(await invoke(version, HEALTH_REQUEST))) return true;
    log.error('version_unhealthy', { outcome: nameOf(version) });
  } catch (error) {
    log.error('version_unhealthy', {
      outcome: nameOf(version),
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
  return false;
}

/** Function and version, the end of the ARN. */
function nameOf(version: string): string {
  return version.split(':').slice(-2).join(':');
}
