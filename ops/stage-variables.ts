/**
 * Finds the resources of a deployed stage in the variables of its functions (src/contract/environment.ts): the table, the
 * key and all else. Nobody then copies names out of a console.
 */
import { type FunctionConfiguration, type LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { type FunctionName, VARIABLE, VARIABLES_OF } from '../src/contract/environment.ts';
import { OperatorError } from './operator-error.ts';

export interface DeployedFunction {
  functionName: string;
  /** Value of one of its variables. */
  read(variable: keyof typeof VARIABLE): string;
}

/** The stage's function of that name: the one with exactly its variables, or else the smallest that has them all. */
export async function findFunction(
  client: LambdaClient,
  stage: string,
  name: FunctionName,
): Promise<DeployedFunction> {
  const wanted = VARIABLES_OF[name].map((variable) => VARIABLE[variable]);
  const candidates = (await allFunctions(client)).filter((one) => {
    const variables = one.Environment?.Variables ?? {};
    return variables[VARIABLE.stage] === stage && wanted.every((variable) => variable in variables);
  });
  const size = (one: FunctionConfiguration) => Object.keys(one.Environment?.Variables ?? {}).length;
  const smallest = Math.min(...candidates.map(size));
  const [found, ...others] = candidates.filter((one) => size(one) === smallest);
  if (!found?.FunctionName)
    throw new OperatorError(`This account and Region have no function ${name} of a stage "${stage}".`);
  if (others.length > 0)
    throw new OperatorError(`This account and Region have more than one deployment of a stage "${stage}".`);
  const variables = found.Environment?.Variables ?? {};
  return { functionName: found.FunctionName, read: (variable) => variables[VARIABLE[variable]] ?? '' };
}

async function allFunctions(client: LambdaClient): Promise<FunctionConfiguration[]> {
  const found: FunctionConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListFunctionsCommand({ ...(Marker && { Marker }) }));
    found.push(...(page.Functions ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return found;
}
