/** What DynamoDB tells IAM of a request of the SDK, as far as our policies ask for it. */
import type {
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Request } from './policy-evaluator.ts';

type Input =
  | GetItemCommandInput
  | QueryCommandInput
  | PutItemCommandInput
  | ScanCommandInput
  | UpdateItemCommandInput
  | DeleteItemCommandInput;

/** `command` is the SDK's class name. The adapter writes every attribute as an alias, so the aliases tell them all. */
export function iamRequest(command: string, input: Input, tableArn: string): Request {
  const named = 'Item' in input ? input.Item : 'Key' in input ? input.Key : undefined;
  const aliases = 'ExpressionAttributeNames' in input ? (input.ExpressionAttributeNames ?? {}) : {};
  const index = 'IndexName' in input ? input.IndexName : undefined;
  return {
    action: `dynamodb:${command.replace(/Command$/, '')}`,
    resource: index === undefined ? tableArn : `${tableArn}/index/${index}`,
    context: {
      // A Scan names no partition.
      ...(command !== 'ScanCommand' && {
        'dynamodb:LeadingKeys': [named?.pk?.S ?? partitionAsked(input as QueryCommandInput)],
      }),
      'dynamodb:Attributes': [...new Set([...Object.keys(named ?? {}), ...Object.values(aliases)])],
      ...('Select' in input && input.Select && { 'dynamodb:Select': input.Select }),
      ...('ReturnValues' in input && input.ReturnValues && { 'dynamodb:ReturnValues': input.ReturnValues }),
    },
  };
}

/** The value that a key condition compares the partition key with; it stands first. */
function partitionAsked({
  KeyConditionExpression = '',
  ExpressionAttributeValues = {},
}: QueryCommandInput): string {
  const alias = /^#\w+ = (:\w+)/.exec(KeyConditionExpression)?.[1];
  const value = alias === undefined ? undefined : ExpressionAttributeValues[alias]?.S;
  if (value === undefined) throw new Error(`no partition key in ${KeyConditionExpression}`);
  return value;
}
