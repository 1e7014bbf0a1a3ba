import type { Provider } from '../../oauth/provider.ts';
import { BadVariable, type Values, variableValues } from '../../oauth/resolve-facts.ts';
import { Problem } from '../errors.ts';

/**
 * Chooses the values of a provider's variables for one consent: the asked ones, else those of the connection. Throws
 * `invalid_variable`. Pure.
 */
export function chooseVariables(
  provider: Provider,
  given: { app?: Values; asked?: Values; before?: Values },
): Record<string, string> {
  const { app = {}, asked = {}, before = {} } = given;
  const kept = Object.entries(before).filter(([name]) => provider.variables?.[name]?.of === 'connection');
  try {
    return variableValues(provider, { app, connection: { ...Object.fromEntries(kept), ...asked } });
  } catch (cause) {
    throw cause instanceof BadVariable ? new Problem('invalid_variable', { cause }) : cause;
  }
}
