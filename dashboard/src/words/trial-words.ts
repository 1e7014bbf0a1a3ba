import type { TrialFailure } from '../../../src/contract/problems.ts';
import type { ProblemText } from '../api/api-problem.ts';

/** Why the answer of a server cannot be shown. */
const FAILURES: Record<Exclude<TrialFailure, 'http_error'>, string> = {
  address_refused: 'The server is at no public https address, so a test call may not reach it.',
  no_connection: 'No connection to the server was made, or it broke.',
  too_slow: 'The server took too long to answer.',
  too_large: 'The answer is too large.',
  redirect: 'The server answered with a redirect, which is not followed.',
  unreadable: 'The answer could not be decoded, or not be searched for the token, so it is not shown.',
  no_mcp: 'The server did not answer as an MCP server does.',
};

/** Where the API's sentence is about requests in general. `isCall`: a tool was called, and not the list of tools. */
export function trialWords(problem: ProblemText, isCall: boolean): ProblemText {
  const { code, more } = problem;
  switch (code) {
    case 'call_refused':
      return { ...problem, title: 'Nothing was called', detail: more?.refusal?.message ?? problem.detail };
    case 'confirmation_mismatch':
      return {
        ...problem,
        title: 'Nothing was called',
        detail:
          'The server has another address or uses another account now than was shown. Load the tools again.',
      };
    case 'server_unreachable':
      return {
        ...problem,
        title: 'No answer can be shown',
        detail: `${failureWords(more)}${isCall ? ' The tool may have run.' : ''}`,
      };
    default:
      return problem;
  }
}

function failureWords({ failure, serverStatus }: NonNullable<ProblemText['more']> = {}): string {
  if (failure === 'http_error')
    return `The server answered with the HTTP status ${serverStatus ?? 'of an error'}.`;
  return (failure && FAILURES[failure]) ?? 'The server did not answer in a way that can be shown.';
}
