/** Replaces CloudFormation's intrinsic functions by fixed texts, so that policies can be evaluated. */

export const REGION = 'eu-central-1';
export const ACCOUNT = '111122223333';

const PSEUDO: Record<string, string> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The text that stands for an attribute of a resource. ARNs keep their form, so that patterns can match within. */
export function attribute(logicalId: string, name: string): string {
  return name === 'Arn' ? `arn:aws:stack:${REGION}:${ACCOUNT}:${logicalId}` : `${logicalId}.${name}`;
}

/** Throws on a function that it does not know, so that nothing passes as text that is not one. */
export function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || !(name === 'Ref' || name.startsWith('Fn::')))
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner)]));
  if (name === 'Ref') return PSEUDO[String(argument)] ?? String(argument);
  if (name === 'Fn::GetAtt') return attribute(...(argument as [string, string]));
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => text(resolve(part))).join(separator);
  }
  throw new Error(`the resolver does not know ${name}`);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`expected text, found ${JSON.stringify(value)}`);
  return value;
}
