/** What a change set would do to the resources of a stage that must outlast it. */
import type { Change, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import { LASTING_TYPES, PROTECTED } from '../../src/contract/deployment/lasting.ts';

const IDS = new Set(PROTECTED.map(({ id }) => id));
/** Of a log group nothing is lost that a stage retains; docs/deploy.md, "Ids that last". */
const TYPES: ReadonlySet<string> = new Set(LASTING_TYPES.filter((type) => type !== 'AWS::Logs::LogGroup'));
/** Actions after which a resource is the one that it was (CloudFormation API, "ResourceChange"). */
const HARMLESS = ['Add', 'Import', 'SyncWithActual'];

export interface ChangeFault {
  readonly logicalId: string;
  /** What the deployment would do, as a sentence. */
  readonly sentence: string;
}

/**
 * In: the changes of a whole change set (DescribeChangeSet), and the logical ids for which an operator allows it. Out: a sentence
 * for each resource that holds data or an address, by its id or its type, and that would be removed, replaced, or perhaps
 * replaced. What CloudFormation does not say counts as perhaps, and so does a change that is not of a resource. Pure.
 */
export function changeSetFaults(changes: readonly Change[], allowed: readonly string[]): ChangeFault[] {
  const all = changes.map(({ ResourceChange = {} }) => ResourceChange);
  const staying = new Set(all.filter(isUpdated).map(({ LogicalResourceId = '' }) => LogicalResourceId));
  return all
    .filter(isProtected)
    .filter(({ LogicalResourceId = '' }) => !allowed.includes(LogicalResourceId))
    .flatMap((change) => {
      const { LogicalResourceId: logicalId = 'something' } = change;
      const harm = harmOf(change, staying);
      return harm === undefined ? [] : [{ logicalId, sentence: `${logicalId} (${nameOf(change)}) ${harm}.` }];
    });
}

function isProtected({ LogicalResourceId: id, ResourceType: type }: ResourceChange): boolean {
  return id === undefined || type === undefined || IDS.has(id) || TYPES.has(type);
}

function isUpdated({ Action, Replacement }: ResourceChange): boolean {
  return Action === 'Modify' && Replacement === 'False';
}

function nameOf({ ResourceType = 'of unknown type', PhysicalResourceId }: ResourceChange): string {
  return PhysicalResourceId ? `${ResourceType} ${PhysicalResourceId}` : ResourceType;
}

function harmOf(change: ResourceChange, staying: ReadonlySet<string>): string | undefined {
  const { Action, Replacement, PolicyAction } = change;
  if (HARMLESS.includes(Action ?? '') || isUpdated(change)) return undefined;
  if (Action === 'Remove')
    return PolicyAction === 'Retain'
      ? 'would leave the stack: it stays in the account, and the stage would not use it any more'
      : 'would be deleted';
  if (Action !== 'Modify') return 'would change in a way that CloudFormation does not know before';
  if (Replacement === 'True') return 'would be replaced by a new and empty one';
  return Replacement === 'Conditional' && isOnlyByReference(change.Details, staying)
    ? undefined
    : 'could be replaced by a new and empty one';
}

/**
 * Whether a resource would be replaced only if the name of another one changed, which is updated in place, so that its name
 * stays: token-injector's alias names its function, for example.
 */
function isOnlyByReference(details: ResourceChangeDetail[] = [], staying: ReadonlySet<string>): boolean {
  const recreating = details.filter(({ Target }) => Target?.RequiresRecreation !== 'Never');
  return (
    recreating.length > 0 &&
    recreating.every(
      ({ ChangeSource, CausingEntity = '' }) =>
        ChangeSource === 'ResourceReference' && staying.has(CausingEntity),
    )
  );
}
