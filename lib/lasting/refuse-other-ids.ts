/** Refuses a template in which a resource that outlasts deployments has another logical id than before. */
import { CfnResource, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LASTING, LASTING_TYPES } from '../../src/contract/deployment/lasting.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { StageError } from '../stage-error.ts';
import { lastingOf } from './lasting-of.ts';

const ADVICE = 'give the construct its id back (docs/deploy.md, "Ids that last")';

/**
 * Compares what is below a construct `Connections`, wherever that is, with the list of the contract: by place and type. Throws a
 * {@link StageError} with a sentence for each resource that is missing, and for each that is new and of a type that lasts.
 */
export function refuseOtherIds(connections: Construct, settings: StageSettings): void {
  const expected = lastingOf(settings);
  const found = resourcesBelow(connections);
  const missing = expected.filter(({ path, type }) => found.get(path)?.cfnResourceType !== type);
  const known = new Set(LASTING.map(({ path }) => path));
  const added = [...found].filter(([path, one]) => isLasting(one) && !known.has(path));
  const faults = [
    ...missing.map(
      ({ id, type, path }) =>
        `${id} (${type} at ${path}) is not in the template any more, and a stack that has it would go on without it; ${ADVICE}`,
    ),
    ...added.map(
      ([path, one]) =>
        `${logicalId(one)} (${one.cfnResourceType} at ${path}) is not in src/contract/deployment/lasting.ts, and a stack would get it empty beside what it has; ${ADVICE}, or add a new resource to that list`,
    ),
  ];
  refuse(settings.name, faults);
}

/** In the stacks of this repository the list has the logical ids themselves. Throws a {@link StageError} for each other one. */
export function refuseOtherLogicalIds(connections: Construct, settings: StageSettings): void {
  const found = resourcesBelow(connections);
  const faults = lastingOf(settings).flatMap(({ path, id }) => {
    const one = found.get(path);
    const actual = one && logicalId(one);
    return actual === id ? [] : [`${id} would become ${actual}, a new and empty resource; ${ADVICE}`];
  });
  refuse(settings.name, faults);
}

function refuse(stage: string, faults: readonly string[]): void {
  if (faults.length > 0)
    throw new StageError(faults.map((fault) => `Stage "${stage}": ${fault}.`).join('\n'));
}

/** The CloudFormation resources, by their paths below the construct. */
function resourcesBelow(construct: Construct): Map<string, CfnResource> {
  const resources = construct.node.findAll().filter((one) => CfnResource.isCfnResource(one));
  return new Map(resources.map((one) => [one.node.path.slice(construct.node.path.length + 1), one]));
}

function isLasting({ cfnResourceType }: CfnResource): boolean {
  return LASTING_TYPES.some((type) => type === cfnResourceType);
}

function logicalId(resource: CfnResource): string {
  return Stack.of(resource).resolve(resource.logicalId);
}
