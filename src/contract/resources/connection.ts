/** A connection and the outcome of its refresh, as the API shows them. */
import * as z from 'zod';
import { choice } from './described.ts';
import { DisconnectReceipt } from './receipt.ts';
import { DISPLAY_NAME } from './shown-names.ts';
import {
  ConnectionId,
  ConnectionStatus,
  ProviderId,
  RefreshOutcome,
  ServerId,
  StatusReason,
} from './values.ts';

const Time = z.iso.datetime();

const ConnectionApp = z
  .object({
    owner: choice('The owner of the OAuth app.', {
      verified: 'The platform.',
      workspace: 'The workspace.',
    }),
    version: z.int().describe('The version of the OAuth app. A new client id makes a new version.'),
    clientId: z.string().describe('The client id of the OAuth app.'),
  })
  .meta({ id: 'ConnectionApp', description: 'The OAuth app that the connection was made with.' });

const TenantChoice = z
  .object({
    id: z.string().describe('Names this list. A new consent makes another one.'),
    until: Time.describe('When the connection ends if nobody has chosen.'),
    tenants: z.array(z.string()).describe('The tenants, as a person recognises them.'),
  })
  .meta({
    id: 'TenantChoice',
    description:
      'What a person has to choose before the connection can be used. `chooseTenant` takes the index.',
  });

export const ChooseTenantBody = z
  .strictObject({
    choice: z.string().min(1).max(40).describe('`choice.id` of the connection.'),
    index: z.int().min(0).max(999).describe('The index of the tenant in `choice.tenants`.'),
  })
  .meta({ id: 'TenantChosen', description: 'Which tenant of which list.' });

export const RenameBody = z
  .strictObject({
    name: z
      .string()
      .trim()
      .regex(DISPLAY_NAME, 'not a display name')
      .describe(
        'The name: 60 characters at most, without control, direction and invisible characters. Empty: the name is removed.',
      ),
  })
  .meta({ id: 'ConnectionName', description: 'What people call a connection.' });

export const ConnectionResource = z
  .object({
    id: ConnectionId,
    name: z
      .string()
      .optional()
      .describe('The display name that a person chose. It is shown, and names nothing in the API.'),
    provider: ProviderId,
    app: ConnectionApp,
    status: ConnectionStatus,
    reason: StatusReason.optional(),
    account: z
      .string()
      .optional()
      .describe('The account at the provider, as a person recognises it: an address or a login.'),
    tenant: z
      .string()
      .optional()
      .describe(
        'The tenant that the connection is for, where the account reaches several: an organization or a site.',
      ),
    choice: TenantChoice.optional(),
    variables: z.record(z.string(), z.string()).describe('Values of the provider’s variables, by name.'),
    connectedBy: z.string().describe('The `sub` claim of the person who connected it last.'),
    connectedAt: Time.describe('When it was connected last.'),
    requestedScopes: z.array(z.string()).describe('The scopes that the consent asked for.'),
    grantedScopes: z.array(z.string()).describe('The scopes that the provider granted.'),
    missingScopes: z.array(z.string()).describe('The scopes that were requested and not granted.'),
    accessExpiresAt: Time.optional().describe(
      'When the current access token expires. Absent if the provider’s access tokens do not expire.',
    ),
    lastRefreshAt: Time.optional().describe('When the last successful refresh was.'),
    nextRefreshAt: Time.optional().describe('When the next refresh is planned.'),
    grantExpiresAt: Time.optional().describe(
      'When the grant ends if nothing uses or refreshes it. Absent if the provider neither returns nor documents it.',
    ),
    receipt: DisconnectReceipt.optional(),
  })
  .meta({ id: 'Connection', description: 'A connection: one account at one provider, for one workspace.' });
export type ConnectionResource = z.infer<typeof ConnectionResource>;
export const ConnectionList = z
  .object({
    connections: z
      .array(ConnectionResource)
      .describe('All connections, the disconnected ones with their receipts.'),
  })
  .meta({ id: 'ConnectionList', description: 'The connections of a workspace.' });

export const RefreshAnswer = z
  .object({
    outcome: RefreshOutcome,
    retryAt: Time.optional().describe(
      'When the next refresh is possible, for `not_yet`, `paused` and `failing`.',
    ),
  })
  .meta({ id: 'RefreshAnswer', description: 'What happened to a refresh that a person asked for.' });

export const DeclineBody = z
  .strictObject({ server: ServerId })
  .meta({ id: 'StepUpDeclined', description: 'Which server gets no more scopes.' });
