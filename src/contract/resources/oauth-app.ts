/** A workspace's own OAuth app. Its secret can be written and never read. */
import * as z from 'zod';
import { CustomProvider, CustomProviderBody } from '../custom-provider.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../identifiers.ts';
import { ProviderId, VariableValues } from './values.ts';

export const OAuthAppBody = z
  .strictObject({
    clientId: z.string().min(1).max(512).regex(CLIENT_ID).describe('The client id that the provider issued.'),
    clientSecret: z
      .string()
      .min(1)
      .max(2048)
      .regex(CLIENT_SECRET)
      .meta({
        description: 'The client secret that the provider issued. No answer contains it.',
        writeOnly: true,
      })
      .optional(),
    variables: VariableValues.optional(),
    custom: CustomProviderBody.optional(),
  })
  .meta({
    id: 'OAuthAppRegistration',
    description:
      'The registration of an OAuth app. `custom` describes a provider of the workspace’s own; it is required for `custom~name` and refused for a provider of the catalogue. `clientSecret` can be absent for a remote MCP server (`remote~name`), whose client is a public one then.',
  });
export const OAuthAppResource = z
  .object({
    provider: ProviderId,
    version: z.int().describe('The version. A new client id makes a new version.'),
    clientId: z.string().describe('The client id.'),
    variables: z.record(z.string(), z.string()).describe('Values of the provider’s variables, by name.'),
    custom: CustomProvider.optional(),
    secretSetAt: z.iso.datetime().describe('When the client secret was set last.'),
    createdAt: z.iso.datetime().describe('When this version was made.'),
  })
  .meta({ id: 'OAuthApp', description: 'A workspace’s own OAuth app, without its secret.' });
export const OAuthAppAnswer = z
  .object({
    redirectUri: z.string().describe('The redirect URI to register at the provider.'),
    app: OAuthAppResource.optional(),
  })
  .meta({
    id: 'OAuthAppAnswer',
    description: 'What to register at the provider, and the workspace’s own OAuth app if it has one.',
  });
