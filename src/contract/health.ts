/** What a new version of token-refresh, token-tick or token-injector is asked before it gets any traffic (T181). */
export const HEALTH_REQUEST = { version: '1', kind: 'health' } as const;

/** The answer of one that can do its work. Any other answer says that it cannot. */
export interface HealthReport {
  healthy: true;
}

export function isHealthRequest(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'kind' in event && event.kind === HEALTH_REQUEST.kind;
}

export function isHealthy(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'healthy' in answer && answer.healthy === true;
}
