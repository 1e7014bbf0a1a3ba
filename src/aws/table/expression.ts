/** Builds DynamoDB expressions from the port's expectations and changes. Pure. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Expectation, Test } from '../../broker/stores.ts';
import { attributeValue } from './encode.ts';

/** The placeholders of one request's expressions. */
export interface Placeholders {
  /** The placeholder of an attribute name. */
  name(attribute: string): string;
  /** The placeholder of a value. */
  value(value: unknown): string;
  /** The members of the request that define all placeholders. */
  used(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, AttributeValue>;
  };
}

/**
 * New placeholders. Every attribute gets an alias, because `at`, `status`, `type`, `state`, `ttl` … are reserved words of
 * DynamoDB.
 */
export function placeholders(): Placeholders {
  const aliases = new Map<string, string>();
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  let count = 0;
  return {
    name(attribute) {
      const known = aliases.get(attribute);
      if (known !== undefined) return known;
      const alias = `#a${aliases.size}`;
      aliases.set(attribute, alias);
      names[alias] = attribute;
      return alias;
    },
    value(value) {
      const alias = `:v${count++}`;
      values[alias] = attributeValue(value);
      return alias;
    },
    // DynamoDB refuses an empty map.
    used: () => ({
      ...(aliases.size > 0 && { ExpressionAttributeNames: names }),
      ...(count > 0 && { ExpressionAttributeValues: values }),
    }),
  };
}

/**
 * All tests joined by AND, or an empty string. There are no parentheses around the whole, because DynamoDB refuses redundant
 * ones; AND binds more closely than OR.
 */
export function allTests<R>(expect: Expectation<R>, at: Placeholders): string {
  return Object.entries<Test<unknown> | undefined>(expect as Record<string, Test<unknown> | undefined>)
    .map(([attribute, test]) => testExpression(attribute, test, at))
    .join(' AND ');
}

function testExpression(attribute: string, test: Test<unknown> | undefined, at: Placeholders): string {
  // Leaving out an undefined test would allow a write that its caller wanted to guard.
  if (test === undefined) throw new TypeError(`the test of ${attribute} is undefined`);
  const name = at.name(attribute);
  if ('is' in test) return `${name} = ${scalar(test.is, at)}`;
  if ('isOneOf' in test) return `${name} IN (${test.isOneOf.map((value) => scalar(value, at)).join(', ')})`;
  if ('absentOrAtMost' in test) {
    return `(attribute_not_exists(${name}) OR ${name} <= ${at.value(test.absentOrAtMost)})`;
  }
  // In DynamoDB a comparison with an absent attribute is false.
  if ('moreThan' in test) return `${name} > ${at.value(test.moreThan)}`;
  return `attribute_not_exists(${name})`;
}

/**
 * Only scalars: DynamoDB can compare maps and lists, but dynalite never finds them equal, so the local behaviour would
 * differ.
 */
function scalar(value: unknown, at: Placeholders): string {
  if (typeof value === 'object' && !(value instanceof Uint8Array)) {
    throw new TypeError('only strings, numbers, booleans and bytes can be compared');
  }
  return at.value(value);
}

/** The SET and REMOVE clauses. An attribute whose new value is undefined is removed. */
export function updateExpression(set: object, at: Placeholders): string {
  const assign: string[] = [];
  const remove: string[] = [];
  for (const [attribute, value] of Object.entries(set)) {
    if (value === undefined) remove.push(at.name(attribute));
    else assign.push(`${at.name(attribute)} = ${at.value(value)}`);
  }
  return [clause('SET', assign), clause('REMOVE', remove)].filter((text) => text !== '').join(' ');
}

function clause(verb: string, parts: string[]): string {
  return parts.length === 0 ? '' : `${verb} ${parts.join(', ')}`;
}
