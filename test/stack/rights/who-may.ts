/** Asks the evaluator for every function and every right. */
import { FUNCTIONS, type FunctionName } from '../../../src/contract/environment.ts';
import type { StageTemplate } from '../stage-template.ts';
import { evaluate, type Statement } from './policy-evaluator.ts';
import type { Right } from './right.ts';
import { RIGHTS } from './rights.ts';
import { statementsOfRole } from './role-statements.ts';

export interface Answer {
  right: Right;
  /** The functions that the template lets make the request. */
  allowed: FunctionName[];
}

export function whoMay(template: StageTemplate, rights: readonly Right[] = RIGHTS): Answer[] {
  const statements = new Map<FunctionName, Statement[]>(
    FUNCTIONS.map((name) => [name, statementsOfRole(template, template.roleIds[name])]),
  );
  return rights.map((right) => {
    const requests = right.requests(template);
    const allowed = FUNCTIONS.filter((name) =>
      requests.some((request) => evaluate(statements.get(name) ?? [], request) === 'allowed'),
    );
    return { right, allowed };
  });
}

/** Where the template and the rights table differ, as sentences. Empty: they agree on every function and right. */
export function disagreements(template: StageTemplate, rights: readonly Right[] = RIGHTS): string[] {
  return whoMay(template, rights).flatMap(({ right, allowed }) => {
    const what = `${right.group}: ${right.name}`;
    return [
      ...allowed
        .filter((name) => !right.allowed.includes(name))
        .map((name) => `${name} may, and must not: ${what}`),
      ...right.allowed
        .filter((name) => !allowed.includes(name))
        .map((name) => `${name} must, and may not: ${what}`),
    ];
  });
}
