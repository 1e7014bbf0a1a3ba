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
