import type { CallbackError } from '../../../src/contract/problems.ts';
import type { ProblemText } from '../api-problem.ts';

/** The callback's error codes, when a consent comes back without access. */
export function refusalWords(error: CallbackError | 'unknown', provider = 'the provider'): ProblemText {
  switch (error) {
    case 'access_denied':
      return {
        title: 'Not connected',
        detail: `You did not allow the access at ${provider}. Nothing was stored; you can try again any time.`,
      };
    case 'provider_error':
      return {
        title: 'Not connected',
        detail: `${capitalised(provider)} ended the request with an error. Try again; if it stays, ask whoever runs this service.`,
      };
    case 'unknown':
      return {
        title: 'Not connected',
        detail:
          'The provider’s answer does not belong to a connection that you started here, or it came too late. Start again.',
      };
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
