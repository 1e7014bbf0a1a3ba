/** An event of a REST API's `REQUEST` authorizer, as far as it is judged. Pure. */
import * as z from 'zod';

const Event = z.object({
  type: z.literal('REQUEST'),
  /** No wildcard, and no longer than a policy's Resource may be. */
  methodArn: z
    .string()
    .max(512)
    .regex(/^arn:aws[a-z-]*:execute-api:[a-z0-9-]+:\d{12}:[a-z0-9]+\/[\w-]+\/(POST|DELETE)\/[\w.-]+$/),
  httpMethod: z.enum(['POST', 'DELETE']),
  /** The API's own path, one resource a server: `/<server id>`. */
  resource: z.string().regex(/^\/[a-z][a-z0-9._-]{0,63}$/),
  headers: z.record(z.string(), z.string()).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).nullish(),
});

export interface GatewayRequest {
  methodArn: string;
  httpMethod: 'POST' | 'DELETE';
  serverId: string;
  /** By lower-case name; several values of one name, or several spellings of it, are all there. */
  headers: ReadonlyMap<string, string[]>;
}

/** Undefined for anything that is not such an event. */
export function readGatewayRequest(event: unknown): GatewayRequest | undefined {
  const { data } = Event.safeParse(event);
  if (!data) return undefined;
  const { methodArn, httpMethod, resource } = data;
  return { methodArn, httpMethod, serverId: resource.slice(1), headers: headersOf(data) };
}

/** API Gateway keeps the spelling of names: as sent with HTTP/1.1, lower-case with HTTP/2. */
function headersOf({ headers, multiValueHeaders }: z.infer<typeof Event>): Map<string, string[]> {
  const spelled = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name, [value]]));
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) spelled.set(name, values);
  const all = new Map<string, string[]>();
  for (const [name, values] of spelled) {
    const key = name.toLowerCase();
    all.set(key, [...(all.get(key) ?? []), ...values]);
  }
  return all;
}

/** The value of a header that was sent once. */
export function headerOf({ headers }: Pick<GatewayRequest, 'headers'>, name: string): string | undefined {
  const [value, ...others] = headers.get(name.toLowerCase()) ?? [];
  return others.length === 0 ? value : undefined;
}

/** Sent once at most, so that no two readers believe two values, and of characters that travel on as they are. */
export function isPlain({ headers }: Pick<GatewayRequest, 'headers'>, name: string): boolean {
  const values = headers.get(name.toLowerCase()) ?? [];
  return values.length <= 1 && values.every((value) => /^[\x20-\x7e]*$/.test(value));
}
