/** The templates of the stages with everything in them, and what their roles allow. */
import type { FunctionName } from '../../../src/contract/environment.ts';
import { type StageTemplate, settingsOf, stageTemplate, withEverything } from '../stage-template.ts';
import type { Right } from './right.ts';
import { statementsOfRole } from './role-statements.ts';
import { whoMay } from './who-may.ts';

const templates = new Map<string, StageTemplate>();
/** Is built when it is first asked for. */
export function of(stage: string): StageTemplate {
  const template = templates.get(stage) ?? stageTemplate(withEverything(settingsOf(stage)));
  templates.set(stage, template);
  return template;
}

/** Everything that a function may do in prod, of the rights in the list. */
export function rightsOf(name: FunctionName, filter: (right: Right) => boolean = () => true): string[] {
  return whoMay(of('prod'))
    .filter(({ right, allowed }) => filter(right) && allowed.includes(name))
    .map(({ right }) => `${right.group}: ${right.name}`);
}

/** The actions that any statement of its role in prod names. */
export const actionsOf = (name: FunctionName) =>
  [...new Set(statementsOfRole(of('prod'), of('prod').roleIds[name]).flatMap(({ Action }) => Action))].sort();
