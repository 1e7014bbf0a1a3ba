/** A provider that is not in the catalogue, as a workspace's admin describes it (`custom~name`). */
import * as z from 'zod';
import { PARAMETER_NAME, PARAMETER_VALUE } from './authorization-parameters.ts';
import type { SCOPE_SEPARATORS } from './identifiers.ts';
import { choice } from './resources/described.ts';
import { ScopeToken } from './resources/identifier-schemas.ts';
import { HeaderName, Template } from './servers/server-registration.ts';

const HttpsUrl = z.url({ protocol: /^https$/ }).max(2000);
/** `{name}` stands for a variable. What of the URL may contain one is a rule of custom-provider-faults.ts. */
const HttpsTemplate = z
  .string()
  .trim()
  .max(2000)
  .regex(/^https:\/\//i)
  .refine((text) => URL.canParse(text.replace(/\{\w+\}/g, 'x')), 'no URL');
const HostTemplate = z.string().regex(/^(?=.{1,253}$)[a-z0-9{]([a-zA-Z0-9{}.-]*[a-z0-9}])?$/);
const ClientAuthentication = choice(
  'How the client authenticates at the token endpoint (RFC 6749 section 2.3.1).',
  {
    client_secret_basic: 'By HTTP Basic authentication.',
    client_secret_post: 'By parameters in the request body.',
  },
);
const SEPARATORS = {
  ' ': 'A blank.',
  ',': 'A comma.',
  '+': 'A plus sign.',
} as const satisfies Record<(typeof SCOPE_SEPARATORS)[number], string>;

/** Member names, outermost first. A name begins with no digit, so that a path never is a place in a list. */
const MemberPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}(\.[A-Za-z_][A-Za-z0-9_-]{0,63}){0,4}$/);
const AccountMapping = z
  .strictObject({
    id: MemberPath.describe(
      'Path to the id of the account: names of members with dots between, such as `data.id`. There must be a text, or an integer of at most 9007199254740991, that never changes and is never given to another account.',
    ),
    label: MemberPath.optional().describe(
      'Path to a name that a person recognises. If it is absent, the id is shown.',
    ),
  })
  .meta({
    id: 'CustomAccountMapping',
    description:
      'Where the answer of the account endpoint names the account. `1` and `"1"` are two accounts. Names that hold tokens or secrets are refused, and for the id names that change hands, such as `email` and `login`.',
  });

export const CustomTokenHeader = z
  .strictObject({
    name: HeaderName.describe('The name of the header.'),
    value: Template,
  })
  .meta({
    id: 'CustomTokenHeader',
    description:
      'The header that carries the token to the API and to the account endpoint. The value holds `{accessToken}` once, and no other name.',
  });

/** At most so many members: a description has one row of the table. */
const bounded = (most: number) => (members: object) => Object.keys(members).length <= most;
/** A label of a host name (RFC 1123 section 2.1), or a whole host of at least two labels whose last one is no number. */
export const VARIABLE_FORMS = {
  label: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
  host: '^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$',
} as const;
const CustomVariable = z
  .strictObject({
    label: z
      .string()
      .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,80}$/u)
      .describe('The label of an input field for the value.'),
    example: z
      .string()
      .regex(/^[\x20-\x7e]{1,253}$/)
      .optional()
      .describe('An example of the value.'),
    form: choice('The form of the value.', {
      label: 'Letters a to z, digits and hyphens. What follows it in a host stands in the description.',
      host: 'A whole host of at least two labels.',
    }),
    of: choice('Who gives the value.', {
      app: 'An admin, in `variables` beside the client secret. Only such a variable may stand in a host, in the token, revocation or account endpoint, or in the issuer.',
      connection:
        'Whoever connects, at the start of each consent. It may stand in the path of the authorization endpoint and in authorization parameters.',
    }),
  })
  .meta({
    id: 'CustomVariable',
    description: 'A part of the description that differs between instances of the provider.',
  });

const everyProvider = {
  name: z.string().min(1).max(80).describe('The name of the provider, for people.'),
  scopes: z
    .array(ScopeToken)
    .max(50)
    .describe('The scopes that a consent can request. All are requested unless a consent names fewer.'),
  apiHosts: z
    .array(HostTemplate)
    .min(1)
    .max(20)
    .describe('The hosts of the provider’s API. They may receive the token.'),
  scopeSeparator: choice(
    'What stands between two scopes of a request. A blank if it is absent.',
    SEPARATORS,
  ).optional(),
  answeredScopeSeparator: choice(
    'What stands between two scopes of an answer. As in a request if it is absent.',
    SEPARATORS,
  ).optional(),
  authorizationParameters: z
    .record(z.string().regex(PARAMETER_NAME), z.string().regex(PARAMETER_VALUE))
    .refine(bounded(20), '20 parameters at most')
    .optional()
    .describe(
      'Further parameters of the authorization request, at most 20. Those that the broker sets, or that could speak in their place, are refused.',
    ),
  tokenRequest: choice('The form of the body of a token request.', {
    form: 'A form, as RFC 6749 says. So it is if this is absent.',
    json: 'A JSON object.',
  }).optional(),
  account: AccountMapping.optional(),
  tokenHeader: CustomTokenHeader.optional(),
};
const endpoints = {
  authorizationEndpoint: HttpsTemplate.describe('The authorization endpoint (RFC 6749 section 3.1).'),
  tokenEndpoint: HttpsTemplate.describe('The token endpoint (RFC 6749 section 3.2).'),
  revocationEndpoint: HttpsTemplate.optional().describe(
    'The revocation endpoint (RFC 7009). Absent if there is none.',
  ),
  userinfoEndpoint: HttpsTemplate.describe(
    'An endpoint that answers with what `account` names. If `account` is absent, it answers with `sub`, and with `email`, `preferred_username` or `name`, like the userinfo endpoint of OpenID Connect.',
  ),
};
const variables = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/), CustomVariable)
  .refine(bounded(10), '10 variables at most')
  .optional()
  .describe('Variables by name, at most 10. `{name}` stands for the value.');
const clientAuthentication = ClientAuthentication.optional();

const ByIssuer = z
  .strictObject({
    ...everyProvider,
    clientAuthentication,
    issuer: HttpsUrl.describe(
      'The issuer. Its metadata (RFC 8414, OpenID Connect Discovery) names the endpoints.',
    ),
  })
  .meta({ id: 'CustomProviderByIssuer', description: 'A provider whose endpoints are found by discovery.' });
const ByEndpoints = z
  .strictObject({
    ...everyProvider,
    clientAuthentication,
    issuer: HttpsTemplate.optional().describe(
      'The value that an `iss` parameter in an authorization response must have (RFC 9207). If absent, the origin of the authorization endpoint.',
    ),
    ...endpoints,
    variables,
  })
  .meta({ id: 'CustomProviderByEndpoints', description: 'A provider whose endpoints are given one by one.' });

/** What an admin sends: the issuer, or each endpoint. */
export const CustomProviderBody = z.union([ByIssuer, ByEndpoints]).meta({
  id: 'CustomProviderDescription',
  description: 'The description of a provider of the workspace’s own, by its issuer or by its endpoints.',
});
export type CustomProviderBody = z.infer<typeof CustomProviderBody>;

/** What is stored: every endpoint, so that no later request depends on a document that another party can change. */
export const CustomProvider = z
  .strictObject({
    ...everyProvider,
    issuer: HttpsTemplate.describe('The issuer.'),
    ...endpoints,
    variables,
    issuerInResponse: z.boolean().describe('Whether an authorization response must have `iss` (RFC 9207).'),
    clientAuthentication: ClientAuthentication,
  })
  .meta({ id: 'CustomProvider', description: 'A provider of the workspace’s own, with all its endpoints.' });
export type CustomProvider = z.infer<typeof CustomProvider>;
