/** Reads a change set from its first page to its last. */
import {
  type Change,
  type CloudFormationClient,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { OperatorError } from '../operator-error.ts';

export interface ChangeSetName {
  readonly stackName: string;
  readonly changeSetName: string;
}

/**
 * What CloudFormation gives as the reason of an empty change set, which it makes with the state FAILED. The CDK CLI keeps such
 * a set if it only prepares it, and recognises it by the same two beginnings (aws-cdk, `changeSetHasNoChanges`).
 */
const EMPTY = /^(The submitted information didn't contain changes|No updates are to be performed)/;

/**
 * Out: every change, or undefined where the change set is empty or absent. Throws an OperatorError for any other change set that
 * is not complete.
 */
export async function readChangeSet(
  client: CloudFormationClient,
  { stackName: StackName, changeSetName: ChangeSetName }: ChangeSetName,
): Promise<Change[] | undefined> {
  const changes: Change[] = [];
  let NextToken: string | undefined;
  do {
    const page: DescribeChangeSetCommandOutput | undefined = await client
      .send(new DescribeChangeSetCommand({ StackName, ChangeSetName, ...(NextToken && { NextToken }) }))
      .catch(undefinedIfAbsent);
    if (!page || isEmpty(page)) return undefined;
    if (page.Status !== 'CREATE_COMPLETE')
      throw new OperatorError(`The change set is in the state ${page.Status}, so it was not executed.`);
    changes.push(...(page.Changes ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return changes;
}

function isEmpty({ Status, StatusReason = '' }: DescribeChangeSetCommandOutput): boolean {
  return Status === 'FAILED' && EMPTY.test(StatusReason);
}

function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof Error && /^ChangeSetNotFound/.test(error.name)) return undefined;
  throw error;
}
