/**
 * What resources are created after: functions after their policies, and nothing twice, so that cfn-lint needs no exception.
 * Covers lib/start-order.ts, lib/functions/gradual-deployment.ts, lib/operations/budget.ts.
 */
import { describe, expect, it } from 'vitest';
import { STAGES } from './linted-stages.ts';
import { resourcesOf, stageTemplate } from './stage-template.ts';

const everything = STAGES.find(({ name }) => name === 'everything') ?? expect.fail('no such stage');
const template = stageTemplate(everything);

/** What a value names by Ref or Fn::GetAtt. */
function namedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (typeof value !== 'object' || value === null) return [];
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return [
    ...(Ref ? [Ref] : []),
    ...(attribute ? [attribute[0]] : []),
    ...Object.values(value).flatMap(namedIn),
  ];
}

describe('a dependency', () => {
  it('is written only where no property says it (cfn-lint W3005)', () => {
    const twice = Object.entries(template.resources).flatMap(([id, { Properties, DependsOn = [] }]) => {
      const named = namedIn(Properties);
      return [DependsOn].flat().flatMap((one) => (named.includes(one) ? [`${id} on ${one}`] : []));
    });
    expect(twice).toEqual([]);
  });

  it('lets every function start after the policies of its role', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(9);
    for (const [id, { Properties, DependsOn = [] }] of functions) {
      const [role] = Properties.Role['Fn::GetAtt'];
      const [policy] =
        resourcesOf(template, 'AWS::IAM::Policy').find(
          ([policyId, one]) => policyId.includes('DefaultPolicy') && one.Properties.Roles[0].Ref === role,
        ) ?? expect.fail(`${role} has no policy`);
      expect(DependsOn, id).toContain(policy);
    }
  });

  it('lets CodeDeploy and AWS Budgets begin when their policies exist', () => {
    for (const [, { DependsOn }] of resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup'))
      expect(DependsOn).toEqual([expect.stringMatching(/DeploymentRoleDefaultPolicy/)]);
    const [[, budget] = expect.fail('no budget')] = resourcesOf(template, 'AWS::Budgets::Budget');
    expect(budget.DependsOn).toEqual([expect.stringMatching(/AlarmTopicPolicy/)]);
  });
});
