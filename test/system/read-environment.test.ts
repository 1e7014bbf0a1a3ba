/** Covers src/system/read-environment.ts, src/contract/environment.ts. */
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { readEnvironment } from '../../src/system/read-environment.ts';

/** Every variable of the contract, each with a value of its own. */
const FULL = Object.fromEntries(
  Object.entries(VARIABLE).map(([name, variable]) => [variable, `value of ${name}`]),
);

describe('T181: the environment variables of a function', () => {
  it.each(FUNCTIONS)('%s: reads those that the contract lists, and no other', (name) => {
    const read = readEnvironment(name, FULL);
    for (const variable of VARIABLES_OF[name]) expect(read(variable)).toBe(`value of ${variable}`);
    const others = (Object.keys(VARIABLE) as (keyof typeof VARIABLE)[]).filter(
      (variable) => !VARIABLES_OF[name].includes(variable),
    );
    for (const variable of others)
      expect(() => read(variable)).toThrow(`${name} does not list the variable ${variable}`);
  });

  it.each(FUNCTIONS.flatMap((name) => VARIABLES_OF[name].map((variable) => [name, variable] as const)))(
    '%s: says so when it has no %s',
    (name, variable) => {
      const { [VARIABLE[variable]]: _, ...rest } = FULL;
      for (const environment of [rest, { ...rest, [VARIABLE[variable]]: '' }])
        expect(() => readEnvironment(name, environment)).toThrow(
          new Error(`${name} needs the environment variable ${VARIABLE[variable]}`),
        );
    },
  );

  it('T071: never come back in the message', () => {
    const { [VARIABLE.table]: _, ...rest } = FULL;
    const message = () => {
      try {
        readEnvironment('connect', rest);
      } catch (error) {
        return String(error);
      }
      return '';
    };
    expect(message()).toContain(VARIABLE.table);
    expect(message()).not.toContain('value of');
  });
});
