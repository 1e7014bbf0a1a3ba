import { type GatewayRefusalReason, WORKSPACE_HEADER } from '../../contract/authorizer.ts';
import type { Refusal, RefusalReason } from '../../contract/injection-messages.ts';
import { refuse } from '../inject/refuse-injection.ts';

const MESSAGE: Record<GatewayRefusalReason, string> = {
  workspace_not_chosen: `The caller token names several workspaces. Choose one by the header ${WORKSPACE_HEADER}.`,
  not_deliverable: 'The token is too large for API Gateway, or cannot stand in a header.',
};

/** A refusal of the injector, or one that only the authorizer has. */
export type Denial = Omit<Refusal, 'reason'> & { reason: RefusalReason | GatewayRefusalReason };

/** The denial for a reason, with its fixed message. */
export function denialOf(ports: Parameters<typeof refuse>[0], reason: Denial['reason']): Denial {
  return isOfGateway(reason) ? { reason, message: MESSAGE[reason] } : refuse(ports, reason).context;
}

function isOfGateway(reason: Denial['reason']): reason is GatewayRefusalReason {
  return Object.hasOwn(MESSAGE, reason);
}
