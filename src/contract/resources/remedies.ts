/** What a client does about each problem. For developers; people read the problem's own detail. */
import type { ProblemCode } from '../problems.ts';

export const REMEDIES: Record<ProblemCode, string> = {
  invalid_request: 'Compare the request with the schema of the operation.',
  invalid_variable:
    'Read the provider’s `variables` in the catalogue and send a value for each required one.',
  custom_provider_refused: 'Correct the endpoints, the API hosts and the values that stand in them.',
  unknown_scope:
    'Choose scopes and products that the catalogue lists for the provider, or connect with an OAuth app of the workspace.',
  unauthenticated: 'Get a new access token and send the request again.',
  workspace_claim_refused:
    'Have the identity provider write a list of `workspace:role` into the claim, and get a new access token.',
  forbidden: 'Ask an admin of the workspace.',
  initiator_mismatch: 'Start a new connect session as the person who will complete it.',
  membership_ended: 'Ask an admin of the workspace.',
  not_found: 'Check the ids and the workspaces that the access token names.',
  unknown_provider: 'Read the ids in the catalogue.',
  connect_session_not_found: 'Start a new connect session.',
  method_not_allowed: 'Use a method that this document lists for the path.',
  app_not_available: 'Register an OAuth app of the workspace, or ask the operator for a verified one.',
  app_not_allowed: 'Register an OAuth app of the workspace, and leave `app` out.',
  server_id_reserved: 'Choose another id.',
  server_refused: 'Correct the fields that `errors` names.',
  confirmation_needed: 'Show both names of `confirm` to an admin, and send them back as `confirmed`.',
  confirmation_mismatch:
    'Show the server, the tool and the account to an admin again, and send what they confirm.',
  call_refused: 'Read `refusal.reason`, and open `refusal.connectUrl` if there is one.',
  server_unreachable: 'Read `failure`. Check the address of the server, and whether the tool has run.',
  registration_refused:
    'Ask the vendor to allow `redirectUri`, or for a client id, and register that as the OAuth app of `remote~name`.',
  issuer_changed: 'Disconnect the connections of the MCP server and register the server again.',
  metadata_changed: 'Have an admin register the MCP server again.',
  server_in_use: 'Disconnect the connections of the MCP server, then change its address.',
  account_unknown: 'Have the person confirm it, and start with `replaceAccount`.',
  oauth_app_in_use: 'Disconnect the connections of the OAuth app, then delete it.',
  client_id_reserved: 'Register an OAuth app of your own at the provider and use its client id.',
  app_changed: 'Read the OAuth app again, then repeat the change if it is still wanted.',
  server_changed: 'List the MCP servers again, then repeat the change if it is still wanted.',
  connection_disconnecting:
    'Read the connection until its status is `disconnected`, then send the request again.',
  connection_not_usable:
    'Read the status of the connection; connect again if it is `reauthorization_required`.',
  connection_changed: 'Start a new connect session.',
  account_mismatch: 'Disconnect the connection first, or start a connect session with a `label`.',
  workspace_deleted: 'Do not use this workspace any more.',
  authorization_response_mismatch:
    'Send the answer that belongs to this connect session, or start a new one.',
  connect_session_expired: 'Start a new connect session.',
  payload_too_large: 'Send a body of at most 16 KiB.',
  unsupported_media_type: 'Send the header `Content-Type: application/json`.',
  consent_refused: 'Start a new connect session if the person changes their mind.',
  provider_error: 'Start a new connect session.',
  provider_rejected: 'Start a new connect session.',
  no_tenant: 'Start a new connect session with an account that has access to one.',
  provider_unreachable: 'Try again later with a new connect session.',
  app_misconfigured: 'Correct the client id or the secret of the OAuth app.',
  too_many_requests: 'Wait as many seconds as the header `Retry-After` says.',
  too_many_at_once: 'Send the same request again after as many seconds as the header `Retry-After` says.',
  quota_exceeded: 'Delete what is no longer needed, or connect an id again that was disconnected.',
  temporarily_unavailable: 'Send the same request again after a moment.',
  internal: 'Give the `correlationId` to the operator.',
};
