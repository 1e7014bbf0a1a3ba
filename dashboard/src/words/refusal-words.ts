import type { CallbackError } from '../../../src/contract/problems.ts';
import type { ProblemText } from '../api-problem.ts';

/** The sentences for a person whose consent returned without access, by the callback's error code. */
export function refusalWords(error: CallbackError | 'unknown', provider = 'the provider'): ProblemText {
  switch (error) {
    case 'access_denied':
      return {
        title: 'Not connected',
        detail: `You did not allow the access at ${provider}. Nothing was stored. You can try again at any time.`,
      };
    case 'provider_error':
      return {
        title: 'Not connected',
        detail: `${capitalised(provider)} answered with an error. Try again. If the error remains, ask the operator of this service.`,
      };
    case 'unknown':
      return {
        title: 'Not connected',
        detail:
          'The answer of the provider does not belong to a connection that you started here, or it came too late. Start again.',
      };
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
