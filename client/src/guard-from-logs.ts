/** Protects injected values from accidental logging: their names are shown, their values are not. */
import { inspect } from 'node:util';
import type { Injection } from '../../src/contract/injection-messages.ts';
import { REMOVED } from './removed.ts';

/** Returns the same object, of which `JSON.stringify` and `console.log` show a form without tokens. */
export function guardFromLogs(injection: Injection): Injection {
  const { headers, query, env, secrets } = injection;
  const shown = { ...injection, headers: withoutValues(headers) };
  if (query) shown.query = withoutValues(query);
  if (env) shown.env = withoutValues(env);
  if (secrets) shown.secrets = hideItems(secrets);
  for (const values of [headers, query, env]) if (values) showInstead(values, withoutValues(values));
  return showInstead(injection, shown);
}

/** The same for environment variables. */
export function guardVariables(variables: Record<string, string>): Record<string, string> {
  return showInstead(variables, withoutValues(variables));
}

function withoutValues(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, REMOVED]));
}

/** Makes JSON and the console show a list without its items. Its prototype stays, because a list needs it. Returns what is shown. */
function hideItems(list: string[]): string[] {
  const shown = list.map(() => REMOVED);
  const show = { value: () => shown };
  Object.defineProperties(list, { toJSON: show, [inspect.custom]: show });
  return shown;
}

/** Sets the methods on the prototype, so that `Headers` and `spawn` do not read them as a header or a variable. */
function showInstead<Value extends object>(value: Value, shown: object): Value {
  const show = { value: () => shown };
  return Object.setPrototypeOf(
    value,
    Object.create(Object.prototype, { toJSON: show, [inspect.custom]: show }),
  );
}
