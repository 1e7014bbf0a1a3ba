/** What a redirect says beside code and state, judged by the provider's file. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SECOND } from '../../contract/durations.ts';
import type { CallbackProof, Provider } from '../../oauth/provider.ts';
import { BadVariable, fill, type Values, variableValue } from '../../oauth/resolve-facts.ts';
import type { Secret } from '../../vault/secret.ts';

/** How far a provider's clock may be ahead, in seconds. */
const CLOCK_SKEW = 60;

/**
 * The variables of the session with those that the redirect brings. `query` is the raw query, which has no parameter twice
 * (`isAuthorizationResponse`). Undefined: a value is missing, is no key of its table or no label of its grammar, or repeats
 * another choice than the start's. No value is ever used as a URL or a host (T245).
 */
export function variablesOfRedirect(
  { variables: known = {} }: Provider,
  chosen: Values,
  query: Secret,
): Record<string, string> | undefined {
  const parameters = new URLSearchParams(query.reveal());
  const isRepeated = Object.values(known).every(
    ({ echo }) => !echo || parameters.get(echo.parameter) === fill(echo.value, chosen),
  );
  if (!isRepeated) return undefined;
  try {
    const brought = Object.entries(known).map(([name, variable]) =>
      variable.of === 'callback'
        ? variableValue(name, variable, parameters.get(variable.parameter ?? name) ?? undefined)
        : {},
    );
    return Object.assign({ ...chosen }, ...brought);
  } catch (error) {
    if (error instanceof BadVariable) return undefined;
    throw error;
  }
}

/**
 * Whether the redirect is the provider's own: the HMAC is over the exact bytes of the query without its own parameter, and the
 * other parameters stand in alphabetical order, so that no other text has the same proof (T246). `now` is in milliseconds.
 */
export function isRedirectProved(
  proof: CallbackProof,
  { query, secret, now }: { query: Secret; secret: Secret; now: number },
): boolean {
  const own = `${proof.parameter}=`;
  const pairs = query.reveal().split('&');
  const given = pairs.filter((pair) => pair.startsWith(own)).map((pair) => pair.slice(own.length));
  const signed = pairs.filter((pair) => !pair.startsWith(own));
  const names = signed.map((pair) => pair.split('=', 1)[0] as string);
  const isInOrder = names.every((name, index) => index === 0 || (names[index - 1] as string) < name);
  const expected = createHmac('sha256', secret.reveal()).update(signed.join('&')).digest('hex');
  return (
    given.length === 1 &&
    isInOrder &&
    isSame(given[0] as string, expected) &&
    isFresh(proof, new URLSearchParams(query.reveal()), now)
  );
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** An old redirect proves nothing of this consent. */
function isFresh({ timestamp }: CallbackProof, parameters: URLSearchParams, now: number): boolean {
  const text = parameters.get(timestamp.parameter) ?? '';
  if (!/^\d{1,12}$/.test(text)) return false;
  const age = now / SECOND - Number(text);
  return age <= timestamp.maxAgeSeconds && age >= -CLOCK_SKEW;
}
