import type { Call, CountedCalls } from '../api/types.ts';
import type { Piece } from './named.ts';
import { plainText } from './plain-text.ts';

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

/**
 * "list_notes of demo-notes used Demo Provider". The tool and the server are as the caller named them, so they are shown as plain
 * text. `titleOf` has the title of a connection.
 */
export function callPieces(call: Call, titleOf: (connection: string) => string): Piece[] {
  const { server, tool, connectionId: connection, outcome } = call;
  const words = (text: string): Piece => ({ text, isName: false });
  return [
    ...(tool === undefined ? [words('The list of tools of ')] : []),
    ...(tool === '(unknown)' ? [words('A call of ')] : []),
    ...(isNamed(tool) ? [{ text: plainText(tool), isName: true }, words(' of ')] : []),
    { text: plainText(server), isName: true, names: { page: 'server', id: server } },
    ...(connection === undefined
      ? []
      : [
          words(outcome === 'injected' ? ' used ' : ' asked for '),
          { text: titleOf(connection), isName: true, names: { page: 'connection', id: connection } } as Piece,
        ]),
  ];
}

function isNamed(tool: string | undefined): tool is string {
  return tool !== undefined && tool !== '(unknown)';
}

/** Whether a person made the call from the dashboard to try the server. */
export function isTrial(call: Call): boolean {
  return 'trial' in call && call.trial === true;
}

const NUMBER = new Intl.NumberFormat('en');

/** One sentence on the counts; `when` is "Today" or the like. */
export function countText({ total, more, counts, unlisted }: CountedCalls, when: string): string {
  if (more) return `${when} there were more than ${NUMBER.format(total)} calls.`;
  if (total === 0) return `${when} there were no calls.`;
  const allowed = sum(counts.filter(({ outcome }) => outcome === 'injected'));
  const calls = total === 1 ? 'there was 1 call' : `there were ${NUMBER.format(total)} calls`;
  // With names beyond the list it is not known which of them were allowed.
  if (unlisted > 0) return `${when} ${calls}.`;
  return `${when} ${calls}: ${NUMBER.format(allowed)} allowed, ${NUMBER.format(total - allowed)} refused.`;
}

export interface ToolCalls {
  server: string;
  tool: string;
  allowed: number;
  refused: number;
}

/** Counted calls by server and tool, the most used ones first. Discoveries have no tool. */
export function callsByTool({ counts }: CountedCalls): ToolCalls[] {
  const groups = Map.groupBy(counts, ({ server, tool }) => JSON.stringify([server, tool]));
  return [...groups.values()]
    .map((of) => {
      const allowed = sum(of.filter(({ outcome }) => outcome === 'injected'));
      const [{ server = '', tool = 'list of its tools' } = {}] = of;
      return { server, tool, allowed, refused: sum(of) - allowed };
    })
    .sort((left, right) => right.allowed + right.refused - left.allowed - left.refused);
}

function sum(counts: CountedCalls['counts']): number {
  return counts.reduce((all, { calls }) => all + calls, 0);
}
