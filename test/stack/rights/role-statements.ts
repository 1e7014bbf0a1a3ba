/** The statements that a role of a template has, from wherever it has them. */

import { resolve } from '../resolve.ts';
import { resourcesOf, type StageTemplate } from '../stage-template.ts';
import type { Statement } from './policy-evaluator.ts';

/** Throws on managed policies and boundaries: what they say is not in the template. */
export function statementsOfRole(template: StageTemplate, roleId: string): Statement[] {
  const role = template.resources[roleId];
  if (role?.Type !== 'AWS::IAM::Role') throw new Error(`${roleId} is not a role`);
  for (const unknown of ['ManagedPolicyArns', 'PermissionsBoundary'])
    if (role.Properties[unknown] !== undefined)
      throw new Error(`the evaluator does not know what ${unknown} of ${roleId} allow`);
  for (const [id, { Type }] of Object.entries(template.resources))
    if (Type.startsWith('AWS::IAM::') && !['AWS::IAM::Role', 'AWS::IAM::Policy'].includes(Type))
      throw new Error(`the evaluator does not know whom ${id}, a ${Type}, serves`);
  const inline: { PolicyDocument: unknown }[] = role.Properties.Policies ?? [];
  const attached = resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, policy]) => JSON.stringify(policy.Properties.Roles).includes(`"${roleId}"`))
    .map(([, policy]) => policy.Properties);
  return [...inline, ...attached].flatMap(({ PolicyDocument }) => statementsIn(PolicyDocument));
}

/** The statements of a policy document in a template. */
export function statementsIn(document: unknown): Statement[] {
  return (resolve(document) as { Statement: Statement[] }).Statement;
}

/** Every role of the template. */
export function roleIdsOf(template: StageTemplate): string[] {
  return resourcesOf(template, 'AWS::IAM::Role').map(([id]) => id);
}
