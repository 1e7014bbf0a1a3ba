import type { Injection } from '../../contract/injection-messages.ts';
import { templatesOf } from '../../contract/placement-faults.ts';
import { PLACEMENT_NAMES, type Placement } from '../../contract/server-registration.ts';
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
/** RFC 9110 section 5.5, of ASCII; a query is encoded by whoever sends it; a variable of a process ends at NUL. */
const FITTING: Record<Placement['in'], RegExp> = {
  header: /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
  query: /^[\x20-\x7e]+$/,
  env: /^[\x20-\x7e]+$/,
};

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
  const at = (place: Placement['in']) =>
    Object.fromEntries(
      placements
        .filter((placement) => placement.in === place)
        .map((placement) => fitting(placement, render(placement, accessToken, values))),
    );
  const secrets = secretsIn(placements, accessToken, values);
  const rendered: Rendered = { headers: at('header'), secrets };
  if (placements.some((placement) => placement.in === 'query')) rendered.query = at('query');
  if (placements.some((placement) => placement.in === 'env')) rendered.env = at('env');
  return rendered;
}

/** The token itself, and each base64 text that contains it, which is a credential too. */
function secretsIn(placements: readonly Placement[], accessToken: Secret, values: Values): string[] {
  const encoded = placements
    .filter(({ encode }) => encode === 'base64')
    .filter((placement) => templatesOf(placement).some((template) => template.includes('{accessToken}')))
    .map((placement) => credentials(placement, accessToken, values));
  return [...new Set([accessToken.reveal(), ...encoded])];
}

function render(placement: Placement, accessToken: Secret, values: Values): string {
  return (placement.prefix ?? '') + credentials(placement, accessToken, values);
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
