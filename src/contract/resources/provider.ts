/** A provider of the catalogue, as the API shows it. */
import * as z from 'zod';
import { choice } from './described.ts';
import { NamedWorkspace, ProviderId, Scope, ServerId } from './values.ts';

const facts = {
  setUp: z.string().describe('How long it takes until the first connection is possible.'),
  testUsers: z
    .string()
    .optional()
    .describe('How many people can connect before the provider has reviewed the OAuth app.'),
  quota: z.string().optional().describe('The provider’s limits for such an OAuth app.'),
  unverifiedScreen: z
    .string()
    .optional()
    .describe('The warning that people see while the provider has not verified the OAuth app.'),
  refreshToken: z.string().optional().describe('Limits of the refresh tokens that such an OAuth app gets.'),
};
const VerifiedAppFacts = z.object(facts).meta({
  id: 'VerifiedAppFacts',
  description: 'What to expect from the platform’s verified OAuth app. The sentences are for people.',
});
const OwnAppFacts = z
  .object({
    ...facts,
    consoleUrl: z.string().describe('The provider’s page where OAuth apps are registered.'),
    steps: z.array(z.string()).describe('The steps of the registration, in order.'),
  })
  .meta({
    id: 'OwnAppFacts',
    description:
      'What to expect from an OAuth app of the workspace’s own, and how to register it. The sentences are for people.',
  });

const ProductScope = z
  .object({
    scope: Scope,
    description: z.string().describe('What the scope allows, for people.'),
    default: z
      .boolean()
      .describe('Whether a consent for the product asks for the scope if the request names no scopes.'),
  })
  .meta({ id: 'ProductScope', description: 'A scope that a product can use.' });
const Product = z
  .object({
    id: z.string().describe('The id of the product, such as `gmail`.'),
    name: z.string().describe('The name of the product, for people.'),
    scopes: z.array(ProductScope).describe('The scopes of the product.'),
  })
  .meta({ id: 'Product', description: 'A product of the provider, such as Gmail or Drive.' });
const ProviderServer = z
  .object({
    id: ServerId,
    name: z.string().describe('The name of the server, for people.'),
    url: z
      .string()
      .optional()
      .describe('The Streamable HTTP endpoint. Absent if a runtime starts the server.'),
  })
  .meta({ id: 'ProviderServer', description: 'An MCP server that accepts the tokens of the provider.' });
const ProviderVariable = z
  .object({
    name: z.string().describe('The name, by which requests give the value.'),
    label: z.string().describe('The label of an input field for the value.'),
    example: z.string().describe('An example of the value.'),
    default: z
      .string()
      .optional()
      .describe('The value if none is given. Without a default a value is required.'),
    pattern: z.string().describe('The regular expression that the whole value must match.'),
    choices: z.array(z.string()).optional().describe('All values that are possible, where they are few.'),
    consentHost: z
      .string()
      .optional()
      .describe(
        'The host to which the browser goes for the consent, with the name in braces where the value stands. Absent if the value is no part of that host, or not the only one that varies.',
      ),
    of: choice('When the value is given.', {
      connection: 'At the start of each consent.',
      app: 'With the workspace’s own OAuth app.',
    }),
  })
  .meta({
    id: 'ProviderVariable',
    description: 'A part of the provider’s URLs that differs between its customers, such as a subdomain.',
  });

export const ProviderResource = z
  .object({
    id: ProviderId,
    name: z.string().describe('The name of the provider, for people.'),
    apps: z.array(Product).describe('The provider’s products, such as Gmail and Drive (not OAuth apps).'),
    servers: z.array(ProviderServer).describe('The MCP servers that accept the tokens of the provider.'),
    connectsWith: choice(
      'Whether a consent can start now, and with whose OAuth app. The workspace that the request names may have its own.',
      {
        verified: 'The platform’s verified OAuth app.',
        workspace: 'An OAuth app of the workspace.',
        app_not_available: 'There is none: an admin can register one of the workspace.',
        app_not_allowed:
          'The environment or the workspace allows the workspace’s own OAuth apps alone, and it has none.',
      },
    ),
    verifiedApp: choice('Whether this environment has a verified OAuth app for the provider.', {
      available: 'It has one, so a member can connect.',
      coming_soon: 'It has none. A workspace can register an OAuth app of its own.',
      not_possible:
        'No environment has one: each customer of the provider, or the workspace that added it, registers an OAuth app of its own.',
      not_allowed:
        'The environment, or the workspace that the request names, allows the workspace’s own OAuth apps alone.',
    }),
    ownApp: choice(
      'Whether the workspace that the request names has an OAuth app of its own for the provider.',
      {
        registered: 'It has one.',
        none: 'It has none, or the request names no workspace.',
      },
    ),
    verified: VerifiedAppFacts,
    byo: OwnAppFacts,
    variables: z.array(ProviderVariable).describe('What the provider needs to know beside the scopes.'),
    templateNames: z
      .array(z.string())
      .describe(
        'The names that templates of MCP servers of the provider can hold in braces, such as `{accessToken}`.',
      ),
    refresh: choice('How the provider’s refresh tokens behave.', {
      rotating: 'Each refresh replaces the refresh token.',
      reusable: 'One refresh token is used for all refreshes.',
      sometimes: 'A setting of the OAuth app decides whether there is a refresh token.',
      none: 'The provider issues no refresh tokens.',
    }),
    revocation: choice('What a revocation at the provider ends.', {
      token: 'The tokens of the connection.',
      grant: 'Everything that the account has granted to the OAuth app.',
      app: 'All access of the OAuth app to the account.',
      none: 'The provider has no revocation. A person removes the access by hand.',
    }),
    pkce: z.boolean().describe('Whether the consent uses PKCE (RFC 7636, S256).'),
    confidence: choice('How certain these facts are.', {
      high: 'The provider’s documentation states them.',
      medium: 'Some of them are not documented clearly.',
      low: 'Important ones are not documented.',
    }),
  })
  .meta({
    id: 'Provider',
    description: 'A provider of the catalogue, or of the workspace that the request names.',
  });
export const ProvidersQuery = z.strictObject({ workspace: NamedWorkspace.optional() });
export const ProviderList = z
  .object({ providers: z.array(ProviderResource).describe('All providers of the catalogue.') })
  .meta({ id: 'ProviderList', description: 'The catalogue.' });
