import type { Injection } from '../contract/injection.ts';
import type { Placement } from '../contract/server-registration.ts';
import type { Secret } from '../vault/secret.ts';

type Rendered = Pick<Injection, 'headers' | 'query' | 'env'>;

/** Puts the token where the server's registration wants it, and nowhere else (T154). Pure. */
export function renderPlacements(placements: readonly Placement[], accessToken: Secret): Rendered {
  const at = (place: Placement['in']) =>
    Object.fromEntries(
      placements
        .filter((placement) => placement.in === place)
        .map(({ name, value }) => [name, fill(value, accessToken)]),
    );
  const rendered: Rendered = { headers: at('header') };
  if (placements.some((placement) => placement.in === 'query')) rendered.query = at('query');
  if (placements.some((placement) => placement.in === 'env')) rendered.env = at('env');
  return rendered;
}

/** The replacement is a function, since a token may hold `$&` and other patterns of String.replace. */
function fill(template: string, accessToken: Secret): string {
  return template.replaceAll('{accessToken}', () => accessToken.reveal());
}
