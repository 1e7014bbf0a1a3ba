/** DynamoDB expressions out of the port's expectations and changes. Pure. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import type { Expectation, Test } from '../../broker/stores.ts';

/** Names and values of one request's expressions. */
export interface Placeholders {
  name(attribute: string): string;
  value(value: unknown): string;
  /** To spread into the request. */
  used(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, AttributeValue>;
  };
}

/** Every attribute has an alias, since `at`, `status`, `type`, `state`, `ttl` … are reserved words of DynamoDB. */
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
    // DynamoDB refuses an empty map here.
    used: () => ({
      ...(aliases.size > 0 && { ExpressionAttributeNames: names }),
      ...(count > 0 && { ExpressionAttributeValues: values }),
    }),
  };
}

/** Most are strings, and an injection makes a dozen: those need none of what `convertToAttr` looks for. */
function attributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  // Throws on undefined itself; undefined members of a map are left out, as JSON does.
  return convertToAttr(value, { removeUndefinedValues: true });
}

/** A record as an item's attributes, without those that are undefined. */
export function attributesOf(record: object): Record<string, AttributeValue> {
  const defined = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined.map(([name, value]) => [name, attributeValue(value)]));
}

/**
 * All tests joined; empty if nothing is expected. AND binds closer than OR, and there are no parentheses around it all,
 * since DynamoDB refuses those that it finds redundant.
 */
export function allTests<R>(expect: Expectation<R>, at: Placeholders): string {
  return Object.entries<Test<unknown> | undefined>(expect as Record<string, Test<unknown> | undefined>)
    .map(([attribute, test]) => testExpression(attribute, test, at))
    .join(' AND ');
}

function testExpression(attribute: string, test: Test<unknown> | undefined, at: Placeholders): string {
  // To leave out a test that came as undefined would let a write through that its caller meant to guard.
  if (test === undefined) throw new TypeError(`the test of ${attribute} is undefined`);
  const name = at.name(attribute);
  if ('is' in test) return `${name} = ${scalar(test.is, at)}`;
  if ('isOneOf' in test) return `${name} IN (${test.isOneOf.map((value) => scalar(value, at)).join(', ')})`;
  if ('absentOrAtMost' in test) {
    return `(attribute_not_exists(${name}) OR ${name} <= ${at.value(test.absentOrAtMost)})`;
  }
  // A comparison with an absent attribute is false.
  if ('moreThan' in test) return `${name} > ${at.value(test.moreThan)}`;
  return `attribute_not_exists(${name})`;
}

/** DynamoDB can compare whole maps and lists, but dynalite finds none equal: a use case would differ locally. */
function scalar(value: unknown, at: Placeholders): string {
  if (typeof value === 'object' && !(value instanceof Uint8Array)) {
    throw new TypeError('only strings, numbers, booleans and bytes are compared');
  }
  return at.value(value);
}

/** SET and REMOVE: an attribute whose new value is undefined goes. */
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
