/** Why a door gives no token, with the status and the texts of its answer. Pure. */
import { type GatewayRefusalReason, WORKSPACE_HEADER } from '../../../../src/contract/authorizer.ts';
import type { Refusal, RefusalReason } from '../../../../src/contract/injection-messages.ts';

/** A reason of the injector, of every gateway, or of the door alone. */
export type DoorReason = RefusalReason | GatewayRefusalReason | 'gateway_not_authorized';
export type DoorRefusal = Omit<Refusal, 'reason'> & { reason: DoorReason };

const MESSAGE: Partial<Record<DoorReason, string>> = {
  gateway_not_authorized: 'This door does not know the gateway, or the gateway may not ask for this server.',
  workspace_not_chosen: `Name the workspace in the header ${WORKSPACE_HEADER}.`,
  not_deliverable:
    'The headers of the token differ from those of the door’s configuration, are too large, or cannot stand in a header.',
  unknown_server: 'The door has no such server.',
  caller_not_authorized: 'The bearer token of the caller is missing, malformed or expired.',
  invalid_request: 'The request to the MCP server is ambiguous: its headers, its body, or both.',
  tool_not_allowed: 'The gateway does not show which tool is called, so this server gets no token.',
  host_not_allowed: 'The token may not be sent to the address of the door’s configuration.',
  temporarily_unavailable: 'The token service does not answer. Try again.',
};

/** A refusal of the door itself, with its fixed message. */
export const refusalFor = (reason: DoorReason): DoorRefusal => ({
  reason,
  message: MESSAGE[reason] ?? reason,
});

/** The JSON of a refusal. Texts stand here alone, never in a header (T210). */
export const bodyOf = ({
  reason,
  message,
  connectUrl,
  missingScopes,
  retryAfterSeconds,
}: DoorRefusal): string => JSON.stringify({ reason, message, connectUrl, missingScopes, retryAfterSeconds });
