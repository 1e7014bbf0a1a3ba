import type { Call, DayOfCalls } from '../api.ts';

type Outcome = Call['outcome'];

/** What came of a call, as a person says it. */
const OUTCOMES: Record<Outcome, string> = {
  injected: 'Allowed',
  not_connected: 'Refused: nothing is connected for this server',
  reauthorization_required: 'Refused: the account must be connected again',
  insufficient_scope: 'Refused: permissions are missing',
  unknown_server: 'Refused: no server of this name is registered',
  tool_not_allowed: 'Refused: the server’s registration does not allow this tool',
  tool_call_replayed: 'Refused: the call was made before',
  host_not_allowed: 'Refused: the token may not go to this address',
  caller_not_authorized: 'Refused: the caller was not authorized',
  temporarily_unavailable: 'No token could be had at that time',
  invalid_request: 'Refused: the request was malformed',
  health: 'A check before a deployment',
};

/** The outcomes that a person looks for. */
export const OUTCOME_CHOICES = [
  'injected',
  'not_connected',
  'reauthorization_required',
  'insufficient_scope',
  'unknown_server',
  'tool_not_allowed',
  'host_not_allowed',
  'temporarily_unavailable',
] as const satisfies readonly Outcome[];

/** An open page can be older than the API, and then an outcome can be unknown to it. */
export function outcomeText(outcome: Outcome): string {
  return OUTCOMES[outcome] ?? outcome.replaceAll('_', ' ');
}

/** "The tool list_notes of demo-notes used demo". */
export function callPieces({
  server,
  tool,
  connectionId,
  outcome,
}: Call): { text: string; isName: boolean }[] {
  const name = (text: string) => ({ text, isName: true });
  const words = (text: string) => ({ text, isName: false });
  const used = outcome === 'injected' ? ' used ' : ' asked for ';
  return [
    ...(tool === undefined ? [] : tool === '(unknown)' ? [words('A call of ')] : [name(tool), words(' of ')]),
    name(server),
    ...(connectionId === undefined ? [] : [words(used), name(connectionId)]),
  ];
}

/** The scopes of a refusal. */
export function scopesText({ missingScopes, challengedScopes }: Call): string | undefined {
  if (missingScopes?.length) return `Missing: ${missingScopes.join(', ')}`;
  return challengedScopes?.length ? `The server asks for: ${challengedScopes.join(', ')}` : undefined;
}

const NUMBER = new Intl.NumberFormat('en');

/** One sentence on a day; `when` is "Today" or the like. */
export function dayText({ total, more, counts, unlisted }: DayOfCalls, when: string): string {
  if (more) return `${when} there were more than ${NUMBER.format(total)} calls.`;
  if (total === 0) return `${when} there were no calls.`;
  const allowed = sum(counts.filter(({ outcome }) => outcome === 'injected'));
  const calls = total === 1 ? 'there was 1 call' : `there were ${NUMBER.format(total)} calls`;
  // With names beyond the list it is not known which of them were allowed.
  if (unlisted > 0) return `${when} ${calls}.`;
  return `${when} ${calls}: ${NUMBER.format(allowed)} allowed, ${NUMBER.format(total - allowed)} refused.`;
}

/** Calls of a day by server, the most used ones first. */
export function callsByServer({ counts }: DayOfCalls): { server: string; text: string }[] {
  const servers = Map.groupBy(counts, ({ server }) => server);
  return [...servers]
    .map(([server, of]) => ({ server, calls: sum(of) }))
    .sort((left, right) => right.calls - left.calls)
    .map(({ server, calls }) => ({ server, text: NUMBER.format(calls) }));
}

function sum(counts: DayOfCalls['counts']): number {
  return counts.reduce((all, { calls }) => all + calls, 0);
}
