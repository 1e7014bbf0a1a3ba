import type { ProblemText } from '../api/api-problem.ts';

/** What a person reads whose consent ended without a connection, where the API's sentence can name the provider. */
export function consentWords(problem: ProblemText, provider: string): ProblemText {
  switch (problem.code) {
    case 'consent_refused':
      return {
        ...problem,
        title: 'Not connected',
        detail: `You did not allow the access at ${provider}. Nothing was stored. You can try again at any time.`,
      };
    case 'provider_error':
      return {
        ...problem,
        title: 'Not connected',
        detail: `${capitalised(provider)} answered with an error. Try again. If the error remains, ask the operator of this service.`,
      };
    case 'account_unknown':
      return {
        ...problem,
        title: 'Not connected',
        detail: `${capitalised(provider)} does not tell whose account it is, so the account that is connected was kept.`,
      };
    case 'account_mismatch':
      return {
        ...problem,
        title: 'Another account',
        detail: `The account that you chose at ${provider} is not the one that is connected under this name. Nothing was changed. Give it a name below to connect it beside the other one, or try again and choose the connected account.`,
      };
    case 'connect_session_expired':
      return {
        ...problem,
        title: 'It took too long',
        detail: `The time for the consent at ${provider} was over. Nothing was stored. Try again.`,
      };
    default:
      return problem;
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
