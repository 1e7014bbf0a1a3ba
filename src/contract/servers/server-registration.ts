/** One MCP server: which provider's token it gets, where the token goes and how long the server keeps it. */
import * as z from 'zod';
import { choice } from '../resources/described.ts';
import { ProviderId, ServerId } from '../resources/values.ts';
import { JSON_MEMBER, PLACEMENT_NAMES, SERVER_NAME, TEMPLATE } from './registration-grammar.ts';
import { HOST, hostOf } from './server-hosts.ts';

export const HeaderName = z.string().regex(PLACEMENT_NAMES.header);
export const Template = z.string().regex(TEMPLATE).meta({
  id: 'PlacementTemplate',
  description:
    'Text with `{accessToken}`, such as `Bearer {accessToken}`. Variables and facts of the connection can stand in it by their names: `{instanceHost}`, `{clientId}`.',
});
const JsonTemplates = z
  .strictObject({
    json: z
      .record(z.string().regex(JSON_MEMBER), Template)
      .refine((members) => {
        const { length } = Object.keys(members);
        return length > 0 && length <= 16;
      }, 'between 1 and 16 members')
      .describe('A template for each member of the object, between 1 and 16.'),
  })
  .meta({
    id: 'PlacementJson',
    description: 'A JSON object whose values are templates. The values are escaped as JSON.',
  });
const written = {
  value: z
    .union([Template, JsonTemplates])
    .describe('What is written there: a template, or a JSON object of templates.'),
  encode: z
    .literal('base64')
    .optional()
    .describe(
      '`base64` encodes the whole value (RFC 4648 section 4). If absent, the value is written as it is.',
    ),
  prefix: Template.optional(),
};
const place = (text: string) => `Where the token is placed: ${text}.`;

export const Placement = z
  .discriminatedUnion('in', [
    z
      .strictObject({
        in: z.literal('header').describe(place('in a header of the request')),
        name: HeaderName.describe('The name of the header.'),
        ...written,
      })
      .meta({ id: 'HeaderPlacement', description: 'A header of the request that carries the token.' }),
    z
      .strictObject({
        in: z.literal('query').describe(place('in a query parameter of the request')),
        name: z.string().regex(PLACEMENT_NAMES.query).describe('The name of the query parameter.'),
        ...written,
      })
      .meta({
        id: 'QueryPlacement',
        description: 'A query parameter of the request that carries the token.',
      }),
    z
      .strictObject({
        in: z.literal('env').describe(place('in an environment variable of the server’s process')),
        name: z.string().regex(PLACEMENT_NAMES.env).describe('The name of the environment variable.'),
        ...written,
      })
      .meta({ id: 'EnvironmentPlacement', description: 'An environment variable that carries the token.' }),
  ])
  .meta({
    id: 'Placement',
    description:
      'Where and how the token is handed to the server. With `prefix`, its text stands before the (encoded) value.',
  });
export type Placement = z.infer<typeof Placement>;

const Host = z.string().regex(HOST);

export const ServerRegistration = z
  .strictObject({
    id: ServerId,
    name: z.string().regex(SERVER_NAME).describe('The name of the server, for people.'),
    provider: ProviderId,
    url: z
      .url()
      .optional()
      .describe(
        'The Streamable HTTP endpoint. `{name}` stands for a variable or a fact of the connection. Absent for a server that the runtime starts, for a server that a workspace or an operator runs and has not given an address yet, and for the API of a provider.',
      ),
    allowedHosts: z
      .array(Host)
      .describe(
        'The hosts (`host` or `host:port`) to which a runtime may send a request with the token: that of `url`, or those of the provider’s API. `{name}` stands for a variable or a fact of the connection. Empty for a server that the runtime starts, and for one without an address.',
      ),
    apiHosts: z
      .array(Host)
      .min(1)
      .optional()
      .describe(
        'The hosts of the provider that the server itself calls with the token. No request of a runtime with the token goes there.',
      ),
    placements: z
      .array(Placement)
      .min(1)
      .describe('Where the token is placed. One of them holds `{accessToken}`.'),
    removeHeaders: z.array(HeaderName).describe('Headers of the caller that the runtime must not forward.'),
    binding: choice('How long the server keeps what it receives.', {
      request: 'For one request.',
      session: 'For one MCP session.',
      process: 'As long as its process runs.',
    }),
    discovery: z.boolean().describe('Whether `initialize` and the lists need the token too.'),
    scopes: z
      .array(z.string().max(200))
      .describe('The scopes of the provider without which the tools of the server cannot work.'),
    tools: z
      .array(z.string().min(1).max(128))
      .optional()
      .describe('The tools that may be called. If absent, all may be.'),
  })
  .meta({ id: 'ServerRegistration', description: 'The complete registration of an MCP server.' });
export type ServerRegistration = z.infer<typeof ServerRegistration>;

/**
 * Whose connection a call of a server uses: that of the workspace, that of the person who calls, or the latter and for a person who
 * has none the former. Only the catalogue and the stage settings say it: an admin who could would register an address and collect
 * the tokens of the members (T224).
 */
export const CONNECTIONS_OF = ['workspace', 'person', 'person-else-workspace'] as const;
export type ConnectionOf = (typeof CONNECTIONS_OF)[number];
const connectionOf = z.enum(CONNECTIONS_OF).optional();

/** A registration in the catalogue or in stage settings. */
export const StageRegistration = z.strictObject({ ...ServerRegistration.shape, connectionOf });
export type StageRegistration = z.infer<typeof StageRegistration>;

/** What an operator says of a server of the catalogue: its address, if the operator runs it, and whose connections it uses. */
export const ServerChoice = z
  .strictObject({
    id: ServerId,
    url: z
      .url()
      .refine((url) => hostOf(url) !== undefined, 'no http or https URL of a host')
      .optional(),
    connectionOf,
  })
  .refine(
    ({ url, connectionOf: whose }) => url !== undefined || whose !== undefined,
    'neither url nor connectionOf',
  );
export type ServerChoice = z.infer<typeof ServerChoice>;
/** A server in the stage settings: a complete registration, or a choice for one of the catalogue. */
export type StageServer = StageRegistration | ServerChoice;
