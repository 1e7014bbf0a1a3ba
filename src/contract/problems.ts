import type { Refusal } from './injection-messages.ts';

/** Every failure that the HTTP API can answer with, as RFC 9457 problem details. Programs decide by `code`. */
/** code → [HTTP status, title, detail]. The text is fixed: it contains nothing that a caller or a provider sent. */
export const PROBLEMS = {
  invalid_request: [
    400,
    'Invalid request',
    'The request does not have the form that this operation requires.',
  ],
  invalid_variable: [
    400,
    'Invalid variable',
    'A value for the provider is missing, unknown or malformed. The catalogue shows an example for each.',
  ],
  custom_provider_refused: [
    400,
    'Provider refused',
    'Every endpoint must be an https URL on a public host that is not a host of a provider in the catalogue.',
  ],
  unknown_scope: [
    400,
    'Unknown scope or product',
    'The catalogue does not list a requested product, or a requested scope, for this provider. Only an OAuth app of the workspace can ask for other scopes.',
  ],
  unauthenticated: [
    401,
    'Not signed in',
    'The request has no valid access token of the issuer that this environment trusts.',
  ],
  forbidden: [403, 'Not allowed', 'This operation requires the role admin in this workspace.'],
  workspace_claim_refused: [
    403,
    'Workspaces not readable',
    'The claim of the access token that lists workspaces has an entry of another form than `workspace:role`. No right was taken from it. The operator of the identity provider corrects the claim.',
  ],
  initiator_mismatch: [
    403,
    'Started by another person',
    'Only the person who started this connection can complete it, in its workspace, and no code that another person brought is used. The connection was not made. Start again.',
  ],
  membership_ended: [
    403,
    'No longer a member',
    'You started this connection as a member of the workspace and are none any more. The connection was not made.',
  ],
  not_found: [404, 'Not found', 'It does not exist, or you do not have access to it.'],
  unknown_provider: [404, 'Unknown provider', 'No provider with this id exists.'],
  connect_session_not_found: [
    404,
    'No such connect session',
    'The connect session does not exist, has ended already, or the completion secret does not belong to it.',
  ],
  method_not_allowed: [405, 'Method not allowed', 'This path does not support this method.'],
  app_not_available: [
    409,
    'No OAuth app',
    'This environment has no verified OAuth app for the provider, and the workspace has no OAuth app of its own.',
  ],
  app_not_allowed: [
    409,
    'Own OAuth apps only',
    'This environment, or an admin of this workspace, allows connections with the workspace’s own OAuth apps alone.',
  ],
  server_id_reserved: [
    409,
    'Server id reserved',
    'An MCP server of the catalogue or of this environment already has this id.',
  ],
  server_refused: [
    400,
    'Server refused',
    'The URL of the server must be https on a public host. One placement must contain the token, and each must use a name that is allowed for tokens.',
  ],
  confirmation_needed: [
    409,
    'Confirmation needed',
    'The MCP server and its authorization server have different names, so an admin confirms both: a hostile server could name an honest authorization server, and would receive a token that works elsewhere.',
  ],
  confirmation_mismatch: [
    409,
    'Another confirmation',
    'What was confirmed is not the server, the tool or the account that would be used. Nothing was called.',
  ],
  call_refused: [
    409,
    'Call refused',
    'There is no token for this call, as `refusal` explains. Nothing was called.',
  ],
  server_unreachable: [
    424,
    'MCP server unreachable',
    'The MCP server gave no answer that can be shown. A tool that was called may have run.',
  ],
  registration_refused: [
    424,
    'Registration refused',
    'The authorization server of the MCP server does not take this broker as a client by itself. Its vendor allows the redirect URI, or gives a client id.',
  ],
  issuer_changed: [
    409,
    'Authorization server changed',
    'The MCP server names another authorization server than the one that an admin registered. Nothing was sent to either.',
  ],
  metadata_changed: [
    409,
    'Metadata changed',
    'The authorization server of the MCP server names other endpoints than those that an admin registered, or protects less. Nothing was sent there.',
  ],
  server_in_use: [
    409,
    'MCP server in use',
    'Connections were made for this MCP server at its former address. Disconnect them first.',
  ],
  account_unknown: [
    409,
    'Account unknown',
    'The authorization server does not say whose account it is, so this consent could replace another account than the one that was connected.',
  ],
  oauth_app_in_use: [
    409,
    'OAuth app in use',
    'Connections were made with this OAuth app. Disconnect them first.',
  ],
  client_id_reserved: [
    409,
    'Client id reserved',
    'This client id belongs to the platform’s verified OAuth app.',
  ],
  app_changed: [
    409,
    'OAuth app changed',
    'Another person changed this OAuth app at the same time. Load it again before you change it.',
  ],
  server_changed: [
    409,
    'MCP server changed',
    'Another person changed this MCP server at the same time. Load it again before you change it.',
  ],
  connection_disconnecting: [
    409,
    'Disconnecting',
    'The connection is being disconnected. Wait until its receipt shows that this has finished.',
  ],
  connection_not_usable: [409, 'Not usable', 'The status of the connection does not allow this operation.'],
  connection_changed: [
    409,
    'Connection changed',
    'The connection was changed at the same time. Nothing was stored. Start again.',
  ],
  account_mismatch: [
    409,
    'Another account',
    'This connection belongs to another account at the provider. Disconnect it first, or give the new account a label.',
  ],
  workspace_deleted: [409, 'Workspace deleted', 'This workspace is being deleted.'],
  authorization_response_mismatch: [
    409,
    'Another answer',
    'This answer of a provider came to another redirect URI, or from another issuer, than the connect session expects. It was not used.',
  ],
  connect_session_expired: [410, 'Connect session expired', 'The consent took too long. Start again.'],
  payload_too_large: [413, 'Too large', 'The request body is larger than this API accepts.'],
  unsupported_media_type: [415, 'Unsupported media type', 'The request body must be application/json.'],
  consent_refused: [422, 'Consent refused', 'The provider did not grant access.'],
  provider_error: [
    422,
    'Error of the provider',
    'The provider ended the consent with an error. Start again.',
  ],
  provider_rejected: [
    422,
    'Rejected by the provider',
    'The provider did not accept the authorization code. Start again.',
  ],
  no_tenant: [
    422,
    'Nothing to connect to',
    'The account reaches no organization or site at the provider with which the connection could work.',
  ],
  provider_unreachable: [
    424,
    'Provider unreachable',
    'The provider did not answer, or its answer could not be understood. Start again later.',
  ],
  app_misconfigured: [
    424,
    'OAuth app misconfigured',
    'The provider refused the credentials of this OAuth app. Check the OAuth app; the connection is not the cause.',
  ],
  too_many_requests: [
    429,
    'Too many requests',
    'You, or all persons of this workspace together, made too many changes in a short time. Wait up to ten minutes.',
  ],
  too_many_at_once: [
    429,
    'Too many at once',
    'This workspace waits for as many answers of hosts of its own choice as it may. Nothing was changed. Try again in a moment.',
  ],
  quota_exceeded: [
    409,
    'Quota exceeded',
    'The workspace has reached the maximum number of these. Delete some first, or use a label that it had before.',
  ],
  temporarily_unavailable: [
    503,
    'Temporarily unavailable',
    'A service is not available. Try again in a moment.',
  ],
  internal: [
    500,
    'Internal error',
    'The service has a fault. An operator finds its cause in the log by the correlation id.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** How a consent can return without a code. */
export const CALLBACK_ERRORS = [
  /** The person refused at the provider (RFC 6749 section 4.1.2.1). */
  'access_denied',
  /** The provider answered with any other error. The provider's own error code is not passed on. */
  'provider_error',
] as const;
export type CallbackError = (typeof CALLBACK_ERRORS)[number];

/** Why a field of a body was refused. Holds nothing of what was sent. */
export const FIELD_FAULTS = {
  no_token: 'No placement holds `{accessToken}`.',
  token_twice: 'The value holds `{accessToken}` more than once.',
  reserved_header: 'A call may not carry a token in this header.',
  reserved_variable: 'A process may not be given a token under this name.',
  unknown_name: 'The value names something that connections of this provider do not have.',
  wrong_place:
    'A process takes the token in environment variables alone; other servers take it in headers or query parameters.',
  unfit_value: 'A header, a parameter or a variable cannot hold this text.',
  static_variable: 'A variable of the process must take a value of the connection.',
  name_twice: 'Another placement has the same name.',
  required: 'A server of the workspace’s own needs this field.',
  has_address: 'The server has an address, which cannot be replaced.',
  needs_url: 'A server without a `url` is started by the runtime, so its binding is `process`.',
  space_inside: 'The value has a space inside.',
  line_break_inside: 'The value has a line break inside.',
  control_character_inside: 'The value has a control character inside, such as a tab.',
  not_ascii:
    'The value has a character that is not ASCII inside, such as a curly quotation mark or one without width.',
  malformed: 'The field does not have the form that the schema says, or is unknown.',
  malformed_host: 'The host is not a name of letters, digits, hyphens and dots, or an IP address.',
  no_url: 'A server that the runtime starts has no `url`.',
  not_https: 'The URL must be https on port 443.',
  user_information: 'The URL may not contain a user, a password or a fragment.',
  not_public: 'The host must be public, and its name must resolve.',
  unknown_connection: 'The workspace has no connection of the server’s provider with this id.',
  malformed_scope:
    'A scope is 1 to 200 printable ASCII characters without blanks, `"` and `\\` (RFC 6749 section 3.3).',
  reserved_parameter:
    'The broker sets this parameter of the authorization request itself, or it could speak in the place of one that the broker sets.',
  reserved_name: 'Templates hold something else under this name.',
  misplaced_variable:
    'Only a variable that an admin sets may stand here. In a host, a label stands left of two labels of the description, and a whole host stands alone or at the end.',
  unknown_variable: 'The description has no variable of this name that an admin sets.',
  missing_variable: 'A variable that an admin sets has no value.',
  secret_member: 'By its name, this member of the answer can hold a token or a secret.',
  mutable_member:
    'By its name, this member of the answer can change hands: another person would have the account then. Name its id.',
  unreachable:
    'The server, or its authorization server, did not answer in time, or at no address that may be asked.',
  no_authorization_server: 'Neither the server nor its origin names an authorization server with metadata.',
  resource_mismatch: 'The metadata of the server is that of another resource.',
  issuer_mismatch: 'The metadata of the authorization server claims another issuer.',
  resource_not_listed:
    'The authorization server lists the resources that it protects, and this one is not among them.',
  pkce_missing:
    'The authorization server does not list the PKCE method S256, without which a code could be stolen.',
  metadata_malformed:
    'The metadata of the authorization server lacks an endpoint, or names one that is no URL of a web server.',
  foreign_issuer:
    'The authorization server, or the server, belongs to a provider of the catalogue, and the other one does not.',
  no_secret: 'The authorization server takes public clients alone, which have no secret.',
  found_by_discovery: 'Discovery says this of a remote server, so it cannot be given.',
  endpoints_apart:
    'The authorization endpoint and the token endpoint belong to different parties, so a code of one would be sent to the other.',
  remote_name:
    'The id of a remote server has at most 32 small letters, digits and hyphens, and begins with a letter.',
  ungrantable_scope:
    'The catalogue does not list the scope, and only an OAuth app of the workspace could ask for it, which has none.',
} as const;
export type FieldFault = keyof typeof FIELD_FAULTS;

/** Why the answer of an MCP server to a trial cannot be shown. */
export const TRIAL_FAILURES = {
  address_refused: 'The server is at no public https address, so a trial may not reach it.',
  no_connection: 'No connection to the server was made, or it broke.',
  too_slow: 'The answer took too long.',
  too_large: 'The answer is too large.',
  redirect: 'The server answered with a redirect, which is not followed.',
  unreadable: 'The answer could not be decoded, or not be searched for the token.',
  http_error: 'The server answered with an HTTP error: `serverStatus`.',
  no_mcp: 'The server did not answer as an MCP server does.',
} as const;
export type TrialFailure = keyof typeof TRIAL_FAILURES;

/** Members of a problem beyond those of RFC 9457, where a caller can act on them. */
export interface ProblemExtensions {
  /** Ids of the connections that stand against it. */
  connections?: string[];
  /** What an admin has to confirm, by its exact texts. */
  confirm?: {
    issuer: string;
    resource: string;
    claimedIssuer?: string | undefined;
    authorizationHost?: string | undefined;
  };
  /** The redirect URI that a vendor has to allow, and whom to ask. */
  redirectUri?: string;
  ask?: string;
  /** Fields of the body: JSON pointer (RFC 6901) and reason. */
  errors?: { pointer: string; reason: FieldFault }[];
  /** Why there is no token for a call, and where a person can help. */
  refusal?: Refusal;
  /** Why the answer of an MCP server cannot be shown, and its HTTP status if that is the reason. */
  failure?: TrialFailure;
  serverStatus?: number;
  /** Seconds until the request can succeed: the header `Retry-After` (RFC 9110 section 10.2.3), not a member. */
  retryAfter?: number;
}
