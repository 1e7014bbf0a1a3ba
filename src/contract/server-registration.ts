/** One MCP server: which provider's token it gets, where the token goes and for how long it binds (design section 7). */
import * as z from 'zod';
import { ProviderId, ServerId } from './identifiers.ts';

/** RFC 9110 section 5.1: a field name is a token. */
const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/);
/** A literal with `{accessToken}`, for example `Bearer {accessToken}`. No control characters. */
const Template = z
  .string()
  .max(256)
  .regex(/^[\x20-\x7e]*$/);

export const Placement = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('header'), name: HeaderName, value: Template }),
  z.strictObject({
    in: z.literal('query'),
    name: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
    value: Template,
  }),
  z.strictObject({ in: z.literal('env'), name: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/), value: Template }),
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
