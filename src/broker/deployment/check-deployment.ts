/** What CodeDeploy asks before it moves an alias: whether the new versions can do their work (T181). */

import * as z from 'zod';
import { HEALTH_REQUEST, isHealthy } from '../../contract/health.ts';
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import type { Clock, Log } from '../ports.ts';

/** The lifecycle hook's event (CodeDeploy user guide, "AppSpec 'hooks' section for an AWS Lambda deployment"). */
const HookEvent = z.object({
  DeploymentId: z.string().min(1),
  LifecycleEventHookExecutionId: z.string().min(1),
});

export interface DeploymentCheckPorts {
  /** ARNs of versions. */
  versions: readonly string[];
  /** Invokes one and gives its answer. Rejects where it failed. */
  invoke(version: string, request: object): Promise<unknown>;
  /** Tells CodeDeploy, which goes on or takes back. */
  tell(hook: { deployment: string; execution: string }, isHealthy: boolean): Promise<void>;
  clock: Pick<Clock, 'sleep'>;
  log: Log;
}

/** Always tells something: a hook that is silent keeps a deployment waiting for an hour. */
export async function checkDeployment(ports: DeploymentCheckPorts, event: unknown): Promise<boolean> {
  const { DeploymentId, LifecycleEventHookExecutionId } = HookEvent.parse(event);
  const answers = await Promise.all(ports.versions.map((version) => isVersionHealthy(ports, version)));
  const areHealthy = answers.every((healthy) => healthy);
  const hook = { deployment: DeploymentId, execution: LifecycleEventHookExecutionId };
  await ports.tell(hook, areHealthy);
  return areHealthy;
}

async function isVersionHealthy(ports: DeploymentCheckPorts, version: string): Promise<boolean> {
  const { log } = ports;
  try {
    if (isHealthy(await ask(ports, version, LIMITS.newRightPauses.length))) return true;
    log.error('version_unhealthy', { functionVersion: nameOf(version) });
  } catch (error) {
    log.error('version_unhealthy', {
      functionVersion: nameOf(version),
      error: errorName(error),
    });
  }
  return false;
}

async function ask(ports: DeploymentCheckPorts, version: string, tries: number): Promise<unknown> {
  try {
    return await ports.invoke(version, HEALTH_REQUEST);
  } catch (error) {
    const isRefused = error instanceof Error && error.name === 'AccessDeniedException';
    if (!isRefused || tries === 0) throw error;
    await ports.clock.sleep(LIMITS.newRightPauses[LIMITS.newRightPauses.length - tries] ?? 0);
    return ask(ports, version, tries - 1);
  }
}

/** Function and version, the end of the ARN. */
function nameOf(version: string): string {
  return version.split(':').slice(-2).join(':');
}
