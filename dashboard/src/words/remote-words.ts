/** What a person reads of remote MCP servers, and of what stands between one and its connection. */
import type { ProblemText } from '../api/api-problem.ts';
import type { Known, RemoteAuthorization } from '../api/types.ts';
import { faultWords } from './field-words.ts';

/** Where the API's sentence is about requests in general, or does not say what to do next. */
export function remoteWords(problem: ProblemText): ProblemText {
  switch (problem.code) {
    case 'server_refused':
      return { ...problem, title: 'This server cannot be connected', detail: faultsOf(problem) };
    case 'invalid_request':
      return { ...problem, title: 'This cannot be saved', detail: faultsOf(problem) };
    case 'registration_refused':
      return {
        ...problem,
        title: 'The vendor admits only clients that it knows',
        detail:
          'The server is saved. Ask the vendor to allow the redirect URI, or register a client there by hand.',
      };
    case 'app_not_available':
      return {
        ...problem,
        title: 'A client id is needed',
        detail: 'This authorization server takes no client by itself. An admin registers one there by hand.',
      };
    case 'too_many_requests':
      return {
        ...problem,
        detail: `The workspace made too many changes in a short time, or this service tried to register itself at this authorization server within the last hour. ${waitFor(problem)}, or let an admin put a client id by hand.`,
      };
    case 'client_id_reserved':
      return {
        ...problem,
        title: 'This client id is another owner’s',
        detail:
          'Register a client of this workspace’s own at the authorization server, with the redirect URI shown.',
      };
    case 'issuer_changed':
      return {
        ...problem,
        title: 'The server signs people in elsewhere now',
        detail:
          'Nothing was sent to the former or the new authorization server. Ask the vendor whether this is right. If it is, disconnect the accounts of this server; then an admin adds its address again and confirms the new names.',
      };
    case 'metadata_changed':
      return {
        ...problem,
        title: 'The server’s sign-in has changed',
        detail:
          'It has other endpoints than those that an admin registered, or protects less. Nothing was sent there. Ask the vendor whether this is right. If it is, an admin adds the same address again.',
      };
    case 'server_in_use':
      return {
        ...problem,
        title: 'Accounts are connected under this id',
        detail: `They belong to the former address or authorization server. Disconnect ${listed(problem.more?.connections)} first, or choose another id.`,
      };
    case 'server_id_reserved':
      return { ...problem, title: 'This id is taken', detail: `${problem.detail} Choose another id.` };
    default:
      return problem;
  }
}

function faultsOf({ detail, more }: ProblemText): string {
  const sentences = (more?.errors ?? []).map(({ pointer, reason }) =>
    pointer === '/clientSecret' && reason === 'required'
      ? 'This authorization server takes a client with a secret alone.'
      : faultWords(reason),
  );
  return sentences.length === 0 ? detail : [...new Set(sentences)].join(' ');
}

function waitFor({ more }: ProblemText): string {
  const minutes = Math.ceil((more?.retryAfter ?? 0) / 60);
  return minutes > 0 ? `Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}` : 'Wait';
}

function listed(connections: readonly string[] = []): string {
  return connections.length === 0 ? 'them' : connections.join(', ');
}

/** How the broker is a client of the authorization server, for an admin. */
export const CLIENT_WORDS: Record<RemoteAuthorization['client'], string> = {
  document: 'This service is a client by its metadata document.',
  dynamic: 'This service registered itself as a client.',
  'by-hand': 'An admin registered the client by hand.',
  none: 'This service registers itself as a client at the next consent.',
  needed: 'This authorization server takes no client by itself. An admin registers one there by hand.',
};

/** What stands between a known server and one click; undefined: nothing. */
export const KNOWN_WORDS: Record<Known['registration'], string | undefined> = {
  document: undefined,
  dynamic: undefined,
  'by-hand': 'needs a client id',
  refused: 'admits listed clients only',
};
