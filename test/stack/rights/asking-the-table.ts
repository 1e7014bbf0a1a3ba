/** Who asks the table, and what DynamoDB tells IAM of a request. */
import { CALL_PARTITION, type ItemType, PARTITION } from '../../../src/contract/table.ts';
import { attribute } from '../resolve.ts';
import { callsTableIn, mainTableIn } from '../stage-template.ts';
import type { Request } from './policy-evaluator.ts';
import type { Right } from './right.ts';

export type Context = Request['context'];

export const API = 'connections-api';
export const CONNECT = 'connect';
export const CALLBACK = 'oauth-callback';
export const REFRESH = 'token-refresh';
export const TICK = 'token-tick';
export const INJECTOR = 'token-injector';
export const ROTATE = 'rotate-data-key';
export const AUTHORIZER = 'token-authorizer';

export const ITEM_TYPES = Object.keys(PARTITION) as ItemType[];
export const SELECT = 'SPECIFIC_ATTRIBUTES';

/** Requests to the table or an index, with what DynamoDB tells IAM of them. */
export function onTable(action: string, contexts: Context[], index?: string): Right['requests'] {
  return (template) => {
    const table = attribute(mainTableIn(template)[0], 'Arn');
    const resource = index === undefined ? table : `${table}/index/${index}`;
    return contexts.map((context) => ({ action: `dynamodb:${action}`, resource, context }));
  };
}

export interface Asking {
  /** Beside the keys, which every request names. */
  attributes?: readonly string[];
  select?: string;
  returns?: string;
}

/** What is told of a request for items of this type. */
export function about(type: ItemType, { attributes = [], select, returns }: Asking = {}): Context {
  return {
    'dynamodb:LeadingKeys': [type === 'dataKey' ? PARTITION[type] : `${PARTITION[type]}w1`],
    'dynamodb:Attributes': ['pk', 'sk', ...attributes],
    ...(select !== undefined && { 'dynamodb:Select': select }),
    ...(returns !== undefined && { 'dynamodb:ReturnValues': returns }),
  };
}

/** Requests to the table of calls. */
export function onCalls(action: string, contexts: Context[]): Right['requests'] {
  return (template) => {
    const resource = attribute(callsTableIn(template)[0], 'Arn');
    return contexts.map((context) => ({ action: `dynamodb:${action}`, resource, context }));
  };
}

/** What is told of a request for calls. */
export function aboutCalls(asking: Asking = {}): Context {
  return { ...about('connection', asking), 'dynamodb:LeadingKeys': [`${CALL_PARTITION}w1#2026-11-24#a`] };
}
