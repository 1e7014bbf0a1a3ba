/**
 * Step 2 of the consent flow: the provider's redirect. Public, so it may do no more than mark one session in one
 * conditional write. It reads nothing, holds no key, and exchanges nothing.
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

export type CallbackOutcome =
  | { kind: 'returned'; sessionId: string; handle: Secret }
  | { kind: 'refused'; sessionId: string; reason: CallbackError }
  /** Whatever was wrong: missing, forged, expired, used or foreign state all look alike (T001, T002). */
  | { kind: 'rejected' };

export interface CallbackInput {
  /** From the path: which redirect URI the provider used. */
  provider: string;
  owner: string;
  query: URLSearchParams;
}

export async function receiveCallback(ports: CallbackPorts, input: CallbackInput): Promise<CallbackOutcome> {
  const response = authorizationResponse(input.query);
  if (!response || !State.safeParse(response.state).success) return { kind: 'rejected' };
  const sessionId = sessionIdOf(new Secret(response.state));
  return response.kind === 'code'
    ? park(ports, { ...input, response, sessionId })
    : end(ports, { ...input, response, sessionId });
}

type Marking<R> = CallbackInput & { response: R; sessionId: string };

/** Seals the code under a fresh handle that goes to this browser alone. */
async function park(
  ports: CallbackPorts,
  marking: Marking<Extract<AuthorizationResponse, { kind: 'code' }>>,
): Promise<CallbackOutcome> {
  const { sessionId, response } = marking;
  const handle = random256(ports);
  const parked = await ports.sessions.change(
    { sessionId },
    {
      expect: isThisFlow(ports, marking),
      set: {
        status: 'returned',
        handleHash: handleHash(handle),
        sealedCode: sealUnderHandle(handle, sessionId, ports.random.bytes(12), response.code),
        returnedAt: ports.clock.now(),
      },
      writeId: newId(ports),
    },
  );
  return parked ? { kind: 'returned', sessionId, handle } : { kind: 'rejected' };
}

async function end(
  ports: CallbackPorts,
  marking: Marking<Extract<AuthorizationResponse, { kind: 'refused' }>>,
): Promise<CallbackOutcome> {
  const { sessionId, response } = marking;
  const ended = await ports.sessions.change(
    { sessionId },
    {
      expect: isThisFlow(ports, marking),
      set: { status: 'ended', failure: response.reason },
      writeId: newId(ports),
    },
  );
  return ended ? { kind: 'refused', sessionId, reason: response.reason } : { kind: 'rejected' };
}

/** Unused, unexpired, on the redirect URI it was started with (T013), from the issuer it was sent to (RFC 9207). */
function isThisFlow(
  ports: CallbackPorts,
  { provider, owner, response }: Marking<AuthorizationResponse>,
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
