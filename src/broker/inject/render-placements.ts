import type { Injection } from '../../contract/injection-messages.ts';
import { FITTING, templatesOf } from '../../contract/servers/placement-faults.ts';
import { PLACEMENT_NAMES } from '../../contract/servers/registration-grammar.ts';
import type { Placement } from '../../contract/servers/server-registration.ts';
import { fill, type Values } from '../../oauth/resolve-facts.ts';
import type { Secret } from '../../vault/secret.ts';

/** The values by their names, and what of them is secret. */
type Rendered = Pick<Injection, 'headers' | 'query' | 'env'> & { secrets: string[] };

/** A template names a value that the connection does not have: the server would receive the name itself. */
export class UnfilledPlacement extends Error {
  override name = 'UnfilledPlacement';
}

/** A value that its place cannot hold, whatever stored it: a line break in a header would begin another one. */
export class UnfitForPlacement extends Error {
  override name = 'UnfitForPlacement';
}

/** RFC 6749 appendix A.12, without the space. */
const TOKEN = /^[\x21-\x7e]+$/;

function fitting({ in: place, name }: Placement, value: string): [name: string, value: string] {
  if (!PLACEMENT_NAMES[place].test(name) || !FITTING[place].test(value)) throw new UnfitForPlacement();
  return [name, value];
}

/**
 * Puts the token into the places that the server's registration names, and no other (T154). A template may also name
 * variables and facts of the connection, such as Salesforce's `{instanceHost}`. Throws
 * {@link UnfilledPlacement} or {@link UnfitForPlacement}. Pure.
 */
export function renderPlacements(
  placements: readonly Placement[],
  accessToken: Secret,
  values: Values = {},
): Rendered {
  if (!TOKEN.test(accessToken.reveal())) throw new UnfitForPlacement();
  const rendered = placements.map((placement) => ({
    placement,
    credentials: credentials(placement, accessToken, values),
  }));
  const at = (place: Placement['in']) => {
    const here = rendered.filter(({ placement }) => placement.in === place);
    return here.length === 0 ? undefined : Object.fromEntries(here.map(nameAndValue));
  };
  const query = at('query');
  const env = at('env');
  return {
    headers: at('header') ?? {},
    secrets: [accessToken.reveal(), ...new Set(rendered.filter(isSecret).map((each) => each.credentials))],
    ...(query && { query }),
    ...(env && { env }),
  };
}

interface RenderedPlacement {
  placement: Placement;
  /** What follows the prefix. */
  credentials: string;
}

function nameAndValue({ placement, credentials }: RenderedPlacement): [name: string, value: string] {
  return fitting(placement, (placement.prefix ?? '') + credentials);
}

/** A base64 text that contains the token is a credential too. */
function isSecret({ placement }: RenderedPlacement): boolean {
  if (placement.encode !== 'base64') return false;
  return templatesOf(placement).some((template) => template.includes('{accessToken}'));
}

function credentials({ value, encode }: Placement, accessToken: Secret, values: Values): string {
  const text =
    typeof value === 'string'
      ? filled(value, accessToken, values)
      : JSON.stringify(mapped(value.json, (template) => filled(template, accessToken, values)));
  return encode === 'base64' ? Buffer.from(text).toString('base64') : text;
}

/** Fills in the token last, by a function, since it may hold braces, `$&` and other patterns of String.replace. */
function filled(template: string, accessToken: Secret, values: Values): string {
  const { accessToken: _, ...others } = values;
  const text = fill(template, others);
  if (/\{(?!accessToken\})\w+\}/.test(text)) throw new UnfilledPlacement();
  return text.replaceAll('{accessToken}', () => accessToken.reveal());
}

function mapped(members: Values, one: (value: string) => string): Values {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, one(value)]));
}
