/** Reads the event of a REST API's `REQUEST` authorizer, as far as the decision needs it. Pure. */
import * as v from 'valibot';
import { matching, membersOf } from '../texts.ts';

const event = v.object({
  type: v.literal('REQUEST'),
  /** Without a wildcard, and no longer than the Resource of a policy may be. */
  methodArn: v.pipe(
    v.string(),
    v.maxLength(512),
    v.regex(/^arn:aws[a-z-]*:execute-api:[a-z0-9-]+:\d{12}:[a-z0-9]+\/[\w-]+\/(POST|DELETE)\/[\w.-]+$/),
  ),
  httpMethod: v.picklist(['POST', 'DELETE']),
  /** The API's own path, one resource per server: `/<server id>`. */
  resource: matching(/^\/[a-z][a-z0-9._-]{0,63}$/),
  headers: v.nullish(membersOf<string>((_name, value) => typeof value === 'string')),
  multiValueHeaders: v.nullish(membersOf<string[]>((_name, value) => v.is(v.array(v.string()), value))),
});

/** One request to a proxied MCP server. */
export interface GatewayRequest {
  methodArn: string;
  httpMethod: 'POST' | 'DELETE';
  serverId: string;
  /** Values by lower-case name. It holds all values of a name, and of all spellings of it. */
  headers: ReadonlyMap<string, string[]>;
}

/** Returns the request of an event. Undefined: it is no such event. */
export function readGatewayRequest(input: unknown): GatewayRequest | undefined {
  const { success, output } = v.safeParse(event, input);
  if (!success) return undefined;
  const { methodArn, httpMethod, resource } = output;
  return { methodArn, httpMethod, serverId: resource.slice(1), headers: headersOf(output) };
}

/** API Gateway keeps the spelling of header names: as sent with HTTP/1.1, lower-case with HTTP/2. */
function headersOf({ headers, multiValueHeaders }: v.InferOutput<typeof event>): Map<string, string[]> {
  const spelled = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name, [value]]));
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) spelled.set(name, values);
  const all = new Map<string, string[]>();
  for (const [name, values] of spelled) {
    const key = name.toLowerCase();
    all.set(key, [...(all.get(key) ?? []), ...values]);
  }
  return all;
}

/** The value of a header that was sent exactly once; else undefined. */
export function headerOf({ headers }: Pick<GatewayRequest, 'headers'>, name: string): string | undefined {
  const [value, ...others] = headers.get(name.toLowerCase()) ?? [];
  return others.length === 0 ? value : undefined;
}

/** Whether the header was sent at most once, so that no two readers take different values, in printable ASCII only. */
export function isPlain({ headers }: Pick<GatewayRequest, 'headers'>, name: string): boolean {
  const values = headers.get(name.toLowerCase()) ?? [];
  return values.length <= 1 && values.every((value) => /^[\x20-\x7e]*$/.test(value));
}
