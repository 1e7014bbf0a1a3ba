/** What a REST API takes from its Lambda authorizer: an IAM policy, a principal and a flat context of texts. Pure. */
import { DENIAL_KEYS, type DenialKey } from '../../contract/authorizer.ts';
import type { Caller } from '../caller.ts';
import { LIMITS } from '../limits.ts';
import type { Denial } from './authorizer-denial.ts';

export interface AuthorizerAnswer {
  principalId: string;
  policyDocument: {
    Version: '2012-10-17';
    Statement: [{ Action: 'execute-api:Invoke'; Effect: 'Allow' | 'Deny'; Resource: string }];
  };
  context: Record<string, string>;
}

export interface About {
  methodArn: string;
  caller?: Pick<Caller, 'subject'>;
}

/** For a request that cannot be read: whatever it was. */
export const EVERYTHING: About = { methodArn: '*' };

export function allow(about: About, context: Record<string, string>): AuthorizerAnswer {
  return answer('Allow', about, context);
}

export function deny(about: About, denial: Denial): AuthorizerAnswer {
  const texts: Record<DenialKey, string> = {
    reason: denial.reason,
    message: denial.message,
    connectUrl: denial.connectUrl ?? '',
    missingScopes: denial.missingScopes?.join(' ') ?? '',
    retryAfterSeconds: denial.retryAfterSeconds?.toString() ?? '',
  };
  return answer('Deny', about, Object.fromEntries(DENIAL_KEYS.map((key) => [key, jsonSafe(texts[key])])));
}

/** Whether API Gateway can put every value into a header of the request to the server. */
export function isDeliverable(context: Record<string, string>): boolean {
  const fits = Buffer.byteLength(JSON.stringify(context)) <= LIMITS.authorizerContext;
  return fits && Object.values(context).every((value) => /^[\x20-\x7e]+$/.test(value));
}

function answer(
  Effect: 'Allow' | 'Deny',
  { methodArn: Resource, caller }: About,
  context: Record<string, string>,
): AuthorizerAnswer {
  const Statement: AuthorizerAnswer['policyDocument']['Statement'] = [
    { Action: 'execute-api:Invoke', Effect, Resource },
  ];
  return { principalId: principalOf(caller), policyDocument: { Version: '2012-10-17', Statement }, context };
}

/** Never empty, and nothing that a log or a template could take for more than a name. */
function principalOf(caller: About['caller']): string {
  return caller?.subject.replace(/[^\w.@:|+=-]/g, '_').slice(0, 128) || 'nobody';
}

/** Gateway responses are filled in without escaping, into a JSON template. */
function jsonSafe(text: string): string {
  return text.replaceAll('’', "'").replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?');
}
