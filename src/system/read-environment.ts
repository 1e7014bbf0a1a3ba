import { type FunctionName, VARIABLE, VARIABLES_OF } from '../contract/environment.ts';

type Variable = keyof typeof VARIABLE;

/** Reads the variables that the contract lists for a function. Throws an error that names the first missing variable. */
export function readEnvironment(
  name: FunctionName,
  environment: Readonly<Record<string, string | undefined>>,
): (variable: Variable) => string {
  const values = new Map<Variable, string>();
  for (const variable of VARIABLES_OF[name]) {
    const value = environment[VARIABLE[variable]];
    if (!value) throw new Error(`${name} needs the environment variable ${VARIABLE[variable]}`);
    values.set(variable, value);
  }
  return (variable) => {
    const value = values.get(variable);
    if (value === undefined) throw new Error(`${name} does not list the variable ${variable}`);
    return value;
  };
}
