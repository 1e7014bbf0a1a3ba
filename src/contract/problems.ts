/** Every failure that the HTTP API can answer with, as RFC 9457 problem details. Callers branch on `code`. */
/** code → [HTTP status, title, detail]. The text is fixed: nothing a caller or a provider sent is echoed. */
export const PROBLEMS = {
  invalid_request: [400, 'Invalid request', 'The request does not have the form that this operation takes.'],
  invalid_variable: [
    400,
    'Invalid variable',
    'A variable of the provider is missing, unknown, or not of its form; the catalogue shows each with an example.',
  ],
  custom_provider_refused: [
    400,
    'Provider refused',
    'Its endpoints must be https on public hosts of one issuer’s choosing, and none of them a host of the catalogue.',
  ],
  unknown_scope: [
    400,
    'Unknown scope',
    'A scope was asked for that the catalogue does not list for this provider.',
  ],
  unauthenticated: [401, 'Not signed in', 'A valid bearer token of this environment’s issuer is needed.'],
  forbidden: [403, 'Not allowed', 'Your role in this workspace does not allow this.'],
  initiator_mismatch: [
    403,
    'Not the starter',
    'Only the person who started this connection can finish it. It was ended; start again.',
  ],
  not_found: [404, 'Not found', 'There is nothing here that you may see.'],
  unknown_provider: [404, 'Unknown provider', 'The catalogue has no provider of this id.'],
  connect_session_not_found: [
    404,
    'No such connect session',
    'It does not exist, has ended, or the handle is not its own.',
  ],
  method_not_allowed: [405, 'Method not allowed', 'This path does not take this method.'],
  app_not_available: [
    409,
    'No OAuth app',
    'This environment has no verified app for the provider, and the workspace has none of its own.',
  ],
  server_id_reserved: [409, 'Server id reserved', 'The catalogue or this stage has a server of this id.'],
  server_refused: [
    400,
    'Server refused',
    'Its URL must be https on a public host, and its placements must hold the token in headers that a call may carry.',
  ],
  oauth_app_in_use: [409, 'App in use', 'Connections were made with this app. Disconnect them first.'],
  client_id_reserved: [409, 'Client id reserved', 'This client id belongs to the platform’s verified app.'],
  app_changed: [409, 'Changed meanwhile', 'Somebody else changed this app just now. Look again.'],
  connection_disconnecting: [
    409,
    'Disconnecting',
    'The connection is being disconnected. Wait for its receipt.',
  ],
  connection_not_usable: [409, 'Not connected', 'The connection is not in a state that allows this.'],
  connection_changed: [
    409,
    'Changed meanwhile',
    'The connection changed while this was under way. Nothing was stored; start again.',
  ],
  account_mismatch: [
    409,
    'Another account',
    'This connection belongs to another account of the provider. Disconnect it first.',
  ],
  workspace_deleted: [409, 'Workspace deleted', 'This workspace is being deleted.'],
  connect_session_expired: [410, 'Connect session expired', 'Too much time went by. Start again.'],
  payload_too_large: [413, 'Too large', 'The body is larger than this operation takes.'],
  unsupported_media_type: [415, 'Unsupported media type', 'The body must be application/json.'],
  consent_refused: [422, 'Consent refused', 'The provider did not grant access.'],
  provider_rejected: [
    422,
    'Provider rejected',
    'The provider did not accept the authorization. Start again.',
  ],
  provider_unreachable: [
    424,
    'Provider unreachable',
    'The provider could not be reached or did not make sense. Start again later.',
  ],
  app_misconfigured: [
    424,
    'App misconfigured',
    'The provider refused this OAuth app’s own credentials. Check the app, not the connection.',
  ],
  too_many_requests: [
    429,
    'Too many requests',
    'Too much was begun in this workspace in a short time. Wait ten minutes.',
  ],
  quota_exceeded: [409, 'Quota exceeded', 'The workspace has as many of these as it may. Delete some first.'],
  temporarily_unavailable: [503, 'Temporarily unavailable', 'Try again in a moment.'],
  internal: [500, 'Internal error', 'Something went wrong here. The correlation id finds it in the log.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What the OAuth callback puts into the dashboard's fragment where a consent came back without a code. */
export const CALLBACK_ERRORS = [
  /** The person refused at the provider (RFC 6749 section 4.1.2.1). */
  'access_denied',
  /** The provider answered with any other error. Its own code is not passed on. */
  'provider_error',
] as const;
export type CallbackError = (typeof CALLBACK_ERRORS)[number];
