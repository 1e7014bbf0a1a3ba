/** A workspace's own OAuth app. Its secret can be written and never read. */
import * as z from 'zod';
import { CustomProvider, CustomProviderBody } from '../custom-provider.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../identifiers.ts';
import { CHECK_OUTCOMES } from '../outcomes.ts';
import { withMeanings } from './described.ts';
import { CHECK_MEANINGS } from './meanings.ts';
import { pastedText } from './pasted-text.ts';
import { ProviderId, VariableValues } from './values.ts';

export const OAuthAppBody = z
  .strictObject({
    clientId: pastedText({ form: CLIENT_ID, most: 512, isSpaceAllowed: false }).describe(
      'The client id that the provider issued. White space and invisible characters around it are left out.',
    ),
    clientSecret: pastedText({ form: CLIENT_SECRET, most: 2048, isSpaceAllowed: true })
      .meta({
        description:
          'The client secret that the provider issued. No answer contains it. White space and invisible characters around it are left out.',
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
    hasSecret: z
      .boolean()
      .describe('Whether the client has a secret. The public client of a remote MCP server has none.'),
    secretSetAt: z.iso.datetime().describe('When the client secret was set last.'),
    secretSetBy: z
      .string()
      .optional()
      .describe(
        'The `sub` of the admin who set the client secret last. Absent if an authorization server issued the secret, or if it was set before this was stored.',
      ),
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
export const ListedOAuthApp = OAuthAppResource.extend({
  redirectUri: z.string().describe('The redirect URI that is registered at the provider.'),
}).meta({ id: 'ListedOAuthApp', description: 'An OAuth app of a workspace, with its redirect URI.' });
export const OAuthAppList = z
  .object({
    apps: z
      .array(ListedOAuthApp)
      .describe('The newest version of each OAuth app, by the id of its provider.'),
  })
  .meta({
    id: 'OAuthAppList',
    description: 'The OAuth apps of a workspace, also those of remote MCP servers.',
  });

export const OAuthAppCheckBody = OAuthAppBody.partial({ clientId: true }).meta({
  id: 'OAuthAppCheckRequest',
  description:
    'What to check. An empty object: the stored OAuth app. `variables` alone: the stored OAuth app, with values that a person would give at a consent. With `clientId`: a registration before it is stored, and nothing of it is stored.',
});
export const OAuthAppCheck = z
  .object({
    outcome: z
      .enum(CHECK_OUTCOMES)
      .describe(withMeanings('What the provider says of the OAuth app.', CHECK_MEANINGS)),
    error: z
      .string()
      .optional()
      .describe(
        'The error code of the provider’s answer (RFC 6749 section 5.2), if it is one word of at most 64 characters.',
      ),
    status: z
      .int()
      .optional()
      .describe('The HTTP status of the provider’s answer. Absent if there was none.'),
    host: z.string().describe('The host that was asked.'),
    redirectUri: z.string().describe('The redirect URI that was sent, which is the one to register.'),
    custom: CustomProvider.optional(),
    checkedAt: z.iso.datetime().describe('When the provider was asked.'),
  })
  .meta({
    id: 'OAuthAppCheck',
    description:
      'What a provider says of an OAuth app. `custom` is the description of an own provider, as it was given or as the metadata of its issuer says it.',
  });
