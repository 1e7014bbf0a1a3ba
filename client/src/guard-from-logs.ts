/** What was handed out can be logged by accident: then its names show, and its values do not. */
import { inspect } from 'node:util';
import type { Injection } from '../../src/contract/injection-messages.ts';
import { REMOVED } from './removed.ts';

/** The same object; `JSON.stringify` and `console.log` show a form of it without tokens. */
export function guardFromLogs(injection: Injection): Injection {
  const { headers, query, env } = injection;
  const shown = { ...injection, headers: withoutValues(headers) };
  if (query) shown.query = withoutValues(query);
  if (env) shown.env = withoutValues(env);
  for (const values of [headers, query, env]) if (values) showInstead(values, withoutValues(values));
  return showInstead(injection, shown);
}

/** For variables that hold a token beside others. */
export function guardVariables(variables: Record<string, string>): Record<string, string> {
  return showInstead(variables, withoutValues(variables));
}

function withoutValues(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, REMOVED]));
}

/** On the prototype, where neither `Headers` nor `spawn` takes them for a header or a variable. */
function showInstead<Value extends object>(value: Value, shown: object): Value {
  const show = { value: () => shown };
  return Object.setPrototypeOf(
    value,
    Object.create(Object.prototype, { toJSON: show, [inspect.custom]: show }),
  );
}
