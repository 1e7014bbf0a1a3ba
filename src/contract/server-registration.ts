/** One MCP server: which provider's token it gets, where the token goes and for how long it binds (design section 7). */
import * as z from 'zod';
import { ProviderId, ServerId } from './identifiers.ts';

/** RFC 9110 section 5.1: a field name is a token. */
const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/);
/**
 * A literal with `{accessToken}`, for example `Bearer {accessToken}`, and with variables and facts of the connection by
 * their names: `{instanceHost}`, `{clientId}`. No control characters.
 */
const Template = z
  .string()
  .max(256)
  .regex(/^[\x20-\x7e]*$/);
/** A template, or a JSON object of templates whose values are escaped as JSON wants. */
const Value = z.union([
  Template,
  z.strictObject({
    json: z.record(z.string().regex(/^[\x21-\x7e]{1,64}$/), Template).refine((members) => {
      const { length } = Object.keys(members);
      return length > 0 && length <= 16;
    }, 'between 1 and 16 members'),
  }),
]);
/** How a value is written: `base64` encodes it whole (RFC 4648 section 4), after which `prefix` is put before it. */
const written = {
  value: Value,
  encode: z.literal('base64').optional(),
  prefix: Template.optional(),
};

export const Placement = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('header'), name: HeaderName, ...written }),
  z.strictObject({ in: z.literal('query'), name: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/), ...written }),
  z.strictObject({ in: z.literal('env'), name: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/), ...written }),
]);
export type Placement = z.infer<typeof Placement>;

export const ServerRegistration = z.strictObject({
  id: ServerId,
  name: z.string().min(1).max(80),
  provider: ProviderId,
  /** Streamable HTTP endpoint; absent for a server that is spawned or stands for the provider's API. */
  url: z.url().optional(),
  /** Hosts (`host` or `host:port`) that may receive the token; `{name}` stands for a variable or fact of the connection. */
  allowedHosts: z.array(z.string().regex(/^([a-z0-9.-]|\{[a-zA-Z]+\})+(:\d{1,5})?$/)).min(1),
  placements: z.array(Placement).min(1),
  /** Headers of the caller that must not travel on. */
  removeHeaders: z.array(HeaderName),
  /** For how long the server keeps what it was given. */
  binding: z.enum(['request', 'session', 'process']),
  /** Whether `initialize` and lists need the token too. */
  discovery: z.boolean(),
  /** Provider scopes without which the server's tools cannot work. */
  scopes: z.array(z.string().max(200)),
  /** Tools that may be called; absent means all. */
  tools: z.array(z.string().min(1).max(128)).optional(),
});
export type ServerRegistration = z.infer<typeof ServerRegistration>;
