import type { ProblemText } from '../api/api-problem.ts';

/** What a person reads who came for a connection whose account reaches several tenants. */
export function choiceWords(
  provider: string,
  { connectedBy, isMine }: { connectedBy: string; isMine: boolean },
): { title: string; text: string } {
  const text = 'MCP servers can use the connection as soon as';
  return isMine
    ? { title: `Choose what ${provider} is connected for`, text: `${text} you have chosen below.` }
    : {
        title: `${provider} waits for a choice`,
        text: `${text} ${connectedBy}, who connected it, or an admin has chosen what it is for.`,
      };
}

/** The provider named the tenant, so its name may be missing. */
export function chosenWords(provider: string, tenant: string | undefined): { title: string } {
  return { title: `${provider} is connected${tenant === undefined ? '' : ` for ${tenant}`}.` };
}

/** Where the API's sentence is about requests in general. */
export function notChosenWords(problem: ProblemText): ProblemText {
  switch (problem.code) {
    case 'forbidden':
      return {
        ...problem,
        title: 'Not yours to choose',
        detail: 'Whoever connected this account chooses what it is for, or an admin of the workspace.',
      };
    case 'connection_changed':
    case 'connection_not_usable':
      return {
        ...problem,
        title: 'Nothing was chosen',
        detail: 'Another person chose, or connected the account again, at the same time. This page shows it.',
      };
    default:
      return problem;
  }
}
