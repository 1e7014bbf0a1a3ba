/** The hook that CodeDeploy runs before it moves an alias: it checks whether the new versions work (T181). */

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

/** The ports of the hook. */
export interface DeploymentCheckPorts {
  /** ARNs of the new versions. */
  versions: readonly string[];
  /** Invokes one version and returns its answer. Rejects if the version failed. */
  invoke(version: string, request: object): Promise<unknown>;
  /** Reports the result to CodeDeploy, which continues or rolls back. */
  report(hook: { deployment: string; execution: string }, isHealthy: boolean): Promise<void>;
  clock: Pick<Clock, 'sleep'>;
  log: Log;
}

/**
 * Reports and returns whether all versions are healthy. It always reports: without a report the deployment waits for an
 * hour.
 */
export async function checkDeployment(ports: DeploymentCheckPorts, event: unknown): Promise<boolean> {
  const { DeploymentId, LifecycleEventHookExecutionId } = HookEvent.parse(event);
  const answers = await Promise.all(ports.versions.map((version) => isVersionHealthy(ports, version)));
  const areHealthy = answers.every((healthy) => healthy);
  const hook = { deployment: DeploymentId, execution: LifecycleEventHookExecutionId };
  await ports.report(hook, areHealthy);
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
