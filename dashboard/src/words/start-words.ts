import type { ProblemText } from '../api/api-problem.ts';

/** What a person reads whose consent did not start, where the API's sentence is about requests in general. */
export function startWords(problem: ProblemText): ProblemText {
  switch (problem.code) {
    case 'forbidden':
      return {
        ...problem,
        detail: 'An admin of the workspace decides about one of these permissions. Ask for fewer.',
      };
    case 'invalid_variable':
      return {
        ...problem,
        title: 'This does not fit',
        detail: 'The provider has no such host or region. Compare what you typed with the example.',
      };
    case 'connection_disconnecting':
      return {
        ...problem,
        detail: 'This account is being disconnected. Wait until its receipt shows that this has finished.',
      };
    case 'quota_exceeded':
      return {
        ...problem,
        title: 'Too many accounts',
        detail:
          'The workspace has as many connections as it may. Connect again under a name that it had before.',
      };
    default:
      return problem;
  }
}
