import type { Injection } from '../contract/injection-messages.ts';
import type { Placement } from '../contract/server-registration.ts';
import { fill, type Values } from '../oauth/resolve-facts.ts';
import type { Secret } from '../vault/secret.ts';

type Rendered = Pick<Injection, 'headers' | 'query' | 'env'>;

/**
 * Puts the token where the server's registration wants it, and nowhere else (T154). A template may also hold variables and
 * facts of the connection, such as Salesforce's `{instanceHost}`. Pure.
 */
export function renderPlacements(
  placements: readonly Placement[],
  accessToken: Secret,
  values: Values = {},
): Rendered {
  const at = (place: Placement['in']) =>
    Object.fromEntries(
      placements
        .filter((placement) => placement.in === place)
        .map(({ name, value }) => [name, render(value, accessToken, values)]),
    );
  const rendered: Rendered = { headers: at('header') };
  if (placements.some((placement) => placement.in === 'query')) rendered.query = at('query');
  if (placements.some((placement) => placement.in === 'env')) rendered.env = at('env');
  return rendered;
}

/** The token last and by a function, since it may hold braces, `$&` and other patterns of String.replace. */
function render(template: string, accessToken: Secret, values: Values): string {
  const { accessToken: _, ...others } = values;
  return fill(template, others).replaceAll('{accessToken}', () => accessToken.reveal());
}
