/** What a person reads when a sign-in brings nothing, and what whoever operates the stage can do. */
import type { ProblemText } from '../api/api-problem.ts';
import type { Misfit } from '../sign-in/refusal.ts';
import type { TokenFault } from '../sign-in/token-fault.ts';

const REMEDY =
  'Tell the operator of this service: docs/sign-in.md has the settings for each sign-in service.';

export const SIGN_IN_FAILED: ProblemText = {
  title: 'The sign-in failed',
  detail: 'The sign-in was cancelled, or it took too long. Try again.',
};

export const SIGN_IN_REFUSED = (code: Misfit): ProblemText => ({
  title: 'The sign-in service refused the request of this page',
  detail: `It answered ${code}. ${REMEDY}`,
});

export const TOKEN_FAULT_WORDS: Record<TokenFault, ProblemText> = {
  'not-a-jwt': {
    title: 'The sign-in service issued no access token for this service',
    detail: `The access token is not a JWT, so no API can read it. ${REMEDY}`,
  },
  'other-audience': {
    title: 'The sign-in service issued an access token for another service',
    detail: `The audience of the access token is not that of this service. ${REMEDY}`,
  },
};

export const TOKEN_REFUSED: ProblemText = {
  title: 'This service does not accept the sign-in',
  detail: `It refused an access token that the sign-in service has just issued. ${REMEDY}`,
};
