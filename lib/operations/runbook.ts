/** The sections of docs/runbook.md, and links to them. */

/** The anchors in the order of the sections, which is also the order of the alarms on the CloudWatch dashboard. */
export const RUNBOOK_SECTIONS = [
  'tick-not-running',
  'ticks-dropped',
  'refresh-errors',
  'refresh-lag',
  'refresh-behind',
  'dead-grants',
  'due-item-errors',
  'app-misconfigured',
  'provider-changed',
  'activity-not-recorded',
  'events-not-sent',
  'rotated-tokens-lost',
  'unstored-tokens-lost',
  'issuer-refused',
  'escrow-in-use',
  'escrow-unknown',
  'escrow-damaged',
  'injection-objective',
  'injector-errors',
  'injector-slow',
  'injector-unavailable',
  'issuer-unreachable',
  'vault-key-failing',
  'vault-key-threatened',
  'throttled',
  'account-concurrency',
  'table-throttled',
  'function-errors',
  'deployment-failed',
  'api-failing',
  'api-refusing',
  'callback-flood',
] as const;
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];

/** Returns the sentence, a space, and the runbook's address with `#` and the section's anchor. */
export function withRunbookLink(sentence: string, runbook: string, section: RunbookSection): string {
  return `${sentence} ${runbook}#${section}`;
}
