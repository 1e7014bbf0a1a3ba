/** The answer of a REST API's Lambda authorizer: an IAM policy, a principal and a flat context of strings. Pure. */
import { DENIAL_KEYS, type DenialKey } from '../../contract/authorizer.ts';
import type { Caller } from '../caller.ts';
import { LIMITS } from '../limits.ts';
import type { Denial } from './authorizer-denial.ts';

/** A REST API's authorizer output (API Gateway guide, "Output from an API Gateway Lambda authorizer"). */
export interface AuthorizerAnswer {
  principalId: string;
  policyDocument: {
    Version: '2012-10-17';
    Statement: [{ Action: 'execute-api:Invoke'; Effect: 'Allow' | 'Deny'; Resource: string }];
  };
  context: Record<string, string>;
}

/** What an answer repeats of its request. */
export interface AnsweredRequest {
  methodArn: string;
  caller?: Pick<Caller, 'subject'>;
}

/** Stands for a request that cannot be read: a Deny then covers every method. */
export const EVERYTHING: AnsweredRequest = { methodArn: '*' };

/** Allows the request and hands `context` to the API's integration. */
export function allow(request: AnsweredRequest, context: Record<string, string>): AuthorizerAnswer {
  return answer('Allow', request, context);
}

/** Denies the request; the context fills the API's gateway response. */
export function deny(request: AnsweredRequest, denial: Denial): AuthorizerAnswer {
  const texts: Record<DenialKey, string> = {
    reason: denial.reason,
    message: denial.message,
    connectUrl: denial.connectUrl ?? '',
    missingScopes: denial.missingScopes?.join(' ') ?? '',
    retryAfterSeconds: denial.retryAfterSeconds?.toString() ?? '',
  };
  return answer('Deny', request, Object.fromEntries(DENIAL_KEYS.map((key) => [key, jsonSafe(texts[key])])));
}

/** Whether the context fits the size limit and every value can stand in a header. */
export function isDeliverable(context: Record<string, string>): boolean {
  const fits = Buffer.byteLength(JSON.stringify(context)) <= LIMITS.authorizerContext;
  return fits && Object.values(context).every((value) => /^[\x20-\x7e]+$/.test(value));
}

function answer(
  Effect: 'Allow' | 'Deny',
  { methodArn: Resource, caller }: AnsweredRequest,
  context: Record<string, string>,
): AuthorizerAnswer {
  const Statement: AuthorizerAnswer['policyDocument']['Statement'] = [
    { Action: 'execute-api:Invoke', Effect, Resource },
  ];
  return { principalId: principalOf(caller), policyDocument: { Version: '2012-10-17', Statement }, context };
}

/** The principal: never empty, and only of characters that are safe in a log or a template. */
function principalOf(caller: AnsweredRequest['caller']): string {
  return caller?.subject.replace(/[^\w.@:|+=-]/g, '_').slice(0, 128) || 'nobody';
}

/** API Gateway inserts these texts into a JSON template without escaping them. */
function jsonSafe(text: string): string {
  return text.replaceAll('’', "'").replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?');
}
