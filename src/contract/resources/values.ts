/** Single values that several bodies hold, with their names and descriptions in the OpenAPI document. */
import * as z from 'zod';
import { VERIFIED } from '../identifiers.ts';
import { REFRESH_OUTCOMES, REVOCATION_OUTCOMES } from '../outcomes.ts';
import { CONNECTION_STATUSES, STATUS_REASONS } from '../statuses.ts';
import { withMeanings } from './described.ts';
import * as grammar from './identifier-schemas.ts';
import { REASON_MEANINGS, REFRESH_MEANINGS, REVOCATION_MEANINGS, STATUS_MEANINGS } from './meanings.ts';

export const WorkspaceId = grammar.WorkspaceId.meta({
  id: 'WorkspaceId',
  description: 'The id of a workspace, as the caller’s access token names it.',
  example: 'acme',
});
export const NamedWorkspace = grammar.NamedWorkspace.meta({
  id: 'NamedWorkspace',
  description:
    'The id of a workspace, as the caller’s access token names it, or `~me` for the caller’s personal workspace.',
  example: 'acme',
});
export const ProviderId = grammar.ProviderId.meta({
  id: 'ProviderId',
  description:
    'A provider of the catalogue (`google`), or a provider of the workspace’s own (`custom~name`).',
  example: 'google',
});
export const ConnectionId = grammar.ConnectionId.meta({
  id: 'ConnectionId',
  description:
    'The id of a connection within its workspace: the provider’s id, and `~label` for a further account of that provider (`google~sales`).',
  example: 'google',
});
export const AppOwner = z.union([z.literal(VERIFIED), WorkspaceId]).meta({
  id: 'AppOwner',
  description:
    'The owner of an OAuth app: `verified` for the platform’s verified app, or the id of a workspace.',
  example: 'verified',
});
export const ServerId = grammar.ServerId.meta({
  id: 'ServerId',
  description: 'The id of an MCP server, or `provider:` and a provider’s id for the API of that provider.',
  example: 'github-mcp',
});
export const SessionId = grammar.SessionId.meta({
  id: 'SessionId',
  description: 'The id of a connect session: a SHA-256 hash in base64url, 43 characters.',
});
export const CompletionSecret = grammar.CompletionSecret.meta({
  id: 'CompletionSecret',
  description:
    'The proof that a completion comes from where the connect session was started: 256 random bits in base64url, 43 characters. Keep it in the tab or the program that started.',
});
export const OperationId = grammar.OperationId.meta({
  id: 'OperationId',
  description:
    'The id of one operation: a UUIDv7 in lower case, which the runtime made. It works once, within five minutes of the time that it holds.',
  example: '019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f',
});
export const Scope = z.string().min(1).max(200).meta({
  id: 'Scope',
  description: 'An OAuth scope, exactly as the provider names it.',
});
export const VariableValues = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/), z.string().min(1).max(253))
  .meta({
    id: 'VariableValues',
    description:
      'Values of the provider’s variables, by name. The catalogue lists the variables of each provider with an example.',
  });
export const ConnectionStatus = z.enum(CONNECTION_STATUSES).meta({
  id: 'ConnectionStatus',
  description: withMeanings('The state of a connection.', STATUS_MEANINGS),
});
export const StatusReason = z.enum(STATUS_REASONS).meta({
  id: 'StatusReason',
  description: withMeanings('Why a connection has its status.', REASON_MEANINGS),
});
export const RefreshOutcome = z.enum(REFRESH_OUTCOMES).meta({
  id: 'RefreshOutcome',
  description: withMeanings('The outcome of a refresh.', REFRESH_MEANINGS),
});
export const RevocationOutcome = z.enum(REVOCATION_OUTCOMES).meta({
  id: 'RevocationOutcome',
  description: withMeanings('The outcome of a revocation at the provider.', REVOCATION_MEANINGS),
});
