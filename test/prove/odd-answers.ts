/** Token answers of a scripted provider with one member of another type, status or none, and who gets them. */
import type { Connection } from '../../src/broker/records.ts';
import type { OAuthFacts, Provider } from '../../src/oauth/provider.ts';
import type { Rotation } from './scripted-provider.ts';
import type { ProvePorts, ProveWorld } from './world.ts';

/** A member that no RFC gives this value. Undefined: the member is absent. */
export type Oddity = readonly [member: string, value: unknown];

const VALUES: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'odd',
  'NaN',
  'a\u0000\r\nb',
  '\ud800',
  'x'.repeat(20_000),
  0,
  -1,
  1e300,
  [],
  ['a', 'b'],
  {},
  { a: 1 },
  true,
  false,
];
/** `instance_url` is a companion fact of the provider below; `dpop` as a type is another matter. */
const BESIDE = [
  'token_type',
  'expires_in',
  'scope',
  'refresh_token_expires_in',
  'id_token',
  'instance_url',
  'error',
  'account',
  'anything',
];

export const ODDITIES: readonly Oddity[] = BESIDE.flatMap((member) =>
  VALUES.map((value): Oddity => [member, value]),
);
/** What is no token, and not just absent. */
export const NO_TOKENS = VALUES.filter(
  (value) => value !== undefined && value !== null && value !== 'odd' && value !== 'NaN',
);

/** How providers rotate: the scripted one, and the kind that its facts name. */
export const KINDS: readonly { name: string; rotation: Rotation; refresh: OAuthFacts['refresh'] }[] = [
  { name: 'none', rotation: 'none', refresh: { kind: 'reusable', replay: 'safe' } },
  { name: 'rotating, strict', rotation: 'strict', refresh: { kind: 'rotating', replay: 'kills-family' } },
  { name: 'rotating, with grace', rotation: 'grace', refresh: { kind: 'rotating', replay: 'safe' } },
  {
    name: 'sometimes, and it does',
    rotation: 'strict',
    refresh: { kind: 'sometimes', replay: 'kills-family' },
  },
  { name: 'sometimes, and it does not', rotation: 'none', refresh: { kind: 'sometimes', replay: 'fails' } },
];

export type Kind = (typeof KINDS)[number];

/** The ports, with a provider of this kind whose next token answer is as `spoil` makes it. */
export function spoiled(
  world: ProveWorld,
  kind: Kind,
  spoil: (body: Record<string, unknown>) => Record<string, unknown>,
  status = 200,
): ProvePorts {
  const ports = world.portsOf(1, () => 'fair');
  const provider = ports.catalogue.get(kind.rotation) as Provider;
  const connectionFacts: OAuthFacts['connectionFacts'] = ({ instance_url: url }) =>
    typeof url === 'string' && url.startsWith('https://') ? { instanceHost: url.slice(8) } : undefined;
  const oauth: OAuthFacts = {
    ...provider.oauth,
    refresh: kind.refresh,
    connectionFacts,
    connectionFactPatterns: { instanceHost: '^[a-z.]+$' },
  };
  return {
    ...ports,
    catalogue: new Map([[kind.rotation, { ...provider, oauth }]]),
    fetch: async (request) => {
      const response = await ports.fetch(request);
      if (!request.url.endsWith('/token') || response.status !== 200) return response;
      const body = { ...((await response.json()) as object), instance_url: 'https://one.example' };
      return Response.json(spoil(body), { status });
    },
  };
}

/** What a connection says after a refresh, in one line. */
export function summaryOf(record: Connection | undefined) {
  const { status, generation, reason, attemptId } = record ?? {};
  return { status, generation, reason, isMarked: attemptId !== undefined };
}
