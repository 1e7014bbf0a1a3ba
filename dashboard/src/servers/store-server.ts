/** Registers a server or changes it, and says what came of it. */
import { ApiProblem, type ProblemText, problemText } from '../api/api-problem.ts';
import type { serversApi } from '../api/servers.ts';
import type { Server, ServerBody } from '../api/types.ts';
import { remoteWords } from '../words/remote-words.ts';
import type { Confirm } from './confirm-server.tsx';

export type Stored =
  | { kind: 'stored'; server: Server }
  /** An admin confirms both names, and the same body is sent again with them. */
  | { kind: 'confirm'; body: ServerBody; confirm: Confirm }
  /** `isStored`: it can be registered although this service is no client of its authorization server yet. */
  | { kind: 'refused'; problem: ProblemText; isStored: boolean };

/** These can leave a registered server behind, of whose authorization server this service is no client yet. */
const LEAVE_ONE_BEHIND = new Set([
  'registration_refused',
  'provider_unreachable',
  'client_id_reserved',
  'too_many_requests',
]);

export async function storeServer(
  api: ReturnType<typeof serversApi>,
  id: string,
  body: ServerBody,
): Promise<Stored> {
  try {
    return { kind: 'stored', server: await api.put(id, body) };
  } catch (error) {
    const problem = problemText(error);
    const { confirm } = (error instanceof ApiProblem && error.text.more) || {};
    if (problem.code === 'confirmation_needed' && confirm) return { kind: 'confirm', body, confirm };
    const isStored = LEAVE_ONE_BEHIND.has(problem.code ?? '');
    return { kind: 'refused', problem: remoteWords(problem), isStored };
  }
}
