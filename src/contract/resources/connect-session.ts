/** A consent, from its start at our API to its completion. */
import * as z from 'zod';
import { choice } from './described.ts';
import {
  AppOwner,
  CompletionSecret,
  ConnectionId,
  ProviderId,
  Scope,
  SessionId,
  VariableValues,
} from './values.ts';

export const StartBody = z
  .strictObject({
    provider: ProviderId,
    label: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
      .optional()
      .describe(
        'A label for a further account of the same provider: the part of the connection’s id after `~`.',
      ),
    app: choice(
      'The OAuth app to use. If absent, the verified one where it exists, else the workspace’s own.',
      {
        verified: 'The platform’s verified OAuth app.',
        workspace: 'The workspace’s own OAuth app.',
      },
    ).optional(),
    apps: z
      .array(z.string().regex(/^[a-z0-9_-]{1,40}$/))
      .max(20)
      .optional()
      .describe(
        'Ids of the provider’s products, such as `gmail` (not OAuth apps). Their default scopes are requested. If neither this nor `scopes` is given, all products are.',
      ),
    scopes: z
      .array(Scope)
      .max(50)
      .optional()
      .describe(
        'Further scopes to request: those of the catalogue, and with an OAuth app of the workspace any.',
      ),
    variables: VariableValues.optional(),
    replaceAccount: z
      .boolean()
      .optional()
      .describe(
        'True: the person confirmed that another account may take the connection’s place, where the authorization server of a remote MCP server does not say whose account it is.',
      ),
  })
  .meta({ id: 'ConnectSessionStart', description: 'Which connection to make.' });
export const StartedSession = z
  .object({
    id: SessionId,
    connectionId: ConnectionId,
    authorizationUrl: z
      .string()
      .describe(
        'Open this URL in the browser of the person. It contains the state, so treat it as a secret of that browser.',
      ),
    completionSecret: CompletionSecret,
    expiresAt: z.iso.datetime().describe('When the connect session expires.'),
  })
  .meta({ id: 'ConnectSession', description: 'A connect session that has started.' });

export const CompleteBody = z
  .strictObject({
    completionSecret: CompletionSecret,
    provider: ProviderId,
    owner: AppOwner,
    query: z
      .string()
      .min(1)
      .max(6144)
      .describe(
        'The whole query of the provider’s redirect as it came, without `?`: decode the fragment’s `query`.',
      ),
  })
  .meta({
    id: 'ConnectSessionCompletion',
    description:
      'The provider’s answer, out of the fragment of the dashboard’s URL, and the secret of the start.',
  });
