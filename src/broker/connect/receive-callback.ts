/**
 * Step 2 of the consent flow: the provider's redirect. It is public, so all that it may do is mark one session in one
 * conditional write. It reads nothing, holds no key, and exchanges no code.
 */

import { State } from '../../contract/identifiers.ts';
import type { CallbackError } from '../../contract/problems.ts';
import { type AuthorizationResponse, authorizationResponse } from '../../oauth/authorization-response.ts';
import { handleHash, sealUnderHandle } from '../../vault/handle-seal.ts';
import { Secret } from '../../vault/secret.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { ConsentSession } from '../records.ts';
import type { Expectation } from '../stores.ts';
import { random256, sessionIdOf } from './consent-secrets.ts';

type CallbackPorts = Pick<Ports, 'sessions' | 'clock' | 'random'>;

/** What became of a redirect. `handle` is for the browser that made the request, and for no other. */
export type CallbackOutcome =
  | { kind: 'returned'; sessionId: string; handle: Secret }
  | { kind: 'refused'; sessionId: string; reason: CallbackError }
  /** A missing, forged, expired, used or foreign state: the answer is the same for all (T001, T002). */
  | { kind: 'rejected' };

/** The redirect: its path and its query. */
export interface CallbackInput {
  /** Provider and owner are in the path of the redirect URI that the provider used. */
  provider: string;
  owner: string;
  query: URLSearchParams;
}

/** Marks the session of a redirect. Rejects only when the table does not answer. */
export async function receiveCallback(ports: CallbackPorts, input: CallbackInput): Promise<CallbackOutcome> {
  const response = authorizationResponse(input.query);
  if (!response || !State.safeParse(response.state).success) return { kind: 'rejected' };
  const sessionId = sessionIdOf(new Secret(response.state));
  return response.kind === 'code'
    ? park(ports, { ...input, response, sessionId })
    : end(ports, { ...input, response, sessionId });
}

type ParsedCallback<R> = CallbackInput & { response: R; sessionId: string };

/** Seals the code under a new handle that only this browser receives. */
async function park(
  ports: CallbackPorts,
  callback: ParsedCallback<Extract<AuthorizationResponse, { kind: 'code' }>>,
): Promise<CallbackOutcome> {
  const { sessionId, response, provider, owner } = callback;
  const redirect = { sessionId, state: new Secret(response.state), provider, owner, issuer: response.issuer };
  const handle = random256(ports);
  const parked = await ports.sessions.change(
    { sessionId },
    {
      expect: isThisFlow(ports, callback),
      set: {
        status: 'returned',
        handleHash: handleHash(handle),
        sealedCode: sealUnderHandle(handle, redirect, ports.random.bytes(12), response.code),
        returnedAt: ports.clock.now(),
      },
      writeId: newId(ports),
    },
  );
  return parked ? { kind: 'returned', sessionId, handle } : { kind: 'rejected' };
}

async function end(
  ports: CallbackPorts,
  callback: ParsedCallback<Extract<AuthorizationResponse, { kind: 'refused' }>>,
): Promise<CallbackOutcome> {
  const { sessionId, response } = callback;
  const ended = await ports.sessions.change(
    { sessionId },
    {
      expect: isThisFlow(ports, callback),
      set: { status: 'ended', failure: response.reason },
      writeId: newId(ports),
    },
  );
  return ended ? { kind: 'refused', sessionId, reason: response.reason } : { kind: 'rejected' };
}

/**
 * The session must be unused and unexpired, started with this redirect URI (T013), and sent to this issuer (RFC 9207).
 */
function isThisFlow(
  ports: CallbackPorts,
  { provider, owner, response }: ParsedCallback<AuthorizationResponse>,
): Expectation<ConsentSession> {
  return {
    status: { is: 'started' },
    provider: { is: provider },
    appOwner: { is: owner },
    expiresAt: { moreThan: ports.clock.now() },
    ...(response.issuer === undefined
      ? { issuerRequired: { is: false } }
      : { expectedIssuer: { is: response.issuer } }),
  };
}
