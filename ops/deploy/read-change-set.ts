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
 * Out: every change, or undefined where there is no such change set, because nothing would change. Throws an OperatorError for a
 * change set that is not complete.
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
    if (!page) return undefined;
    if (page.Status !== 'CREATE_COMPLETE')
      throw new OperatorError(`The change set is in the state ${page.Status}, so it was not executed.`);
    changes.push(...(page.Changes ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return changes;
}

function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof Error && /^ChangeSetNotFound/.test(error.name)) return undefined;
  throw error;
}
