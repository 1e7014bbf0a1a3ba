import { WORKSPACE_HEADER } from '../../contract/authorizer.ts';
import type { Refusal, RefusalReason } from '../../contract/injection-messages.ts';
import { refuse } from '../inject/refuse-injection.ts';

/** Two reasons beyond the injector's: only behind API Gateway nobody names a workspace, and headers are bounded. */
const OWN_MESSAGE = {
  workspace_not_chosen: `The caller token names several workspaces. Choose one by the header ${WORKSPACE_HEADER}.`,
  not_deliverable: 'The token is too large for API Gateway, or cannot stand in a header.',
};

type OwnReason = keyof typeof OWN_MESSAGE;

export type Denial = Omit<Refusal, 'reason'> & { reason: RefusalReason | OwnReason };

export function denialOf(ports: Parameters<typeof refuse>[0], reason: Denial['reason']): Denial {
  return isOwn(reason) ? { reason, message: OWN_MESSAGE[reason] } : refuse(ports, reason).context;
}

function isOwn(reason: Denial['reason']): reason is OwnReason {
  return Object.hasOwn(OWN_MESSAGE, reason);
}
