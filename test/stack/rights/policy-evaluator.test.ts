/** Proves policy-evaluator.ts, the model of IAM with which the other tests of this folder evaluate the policies of lib. */
import { describe, expect, it } from 'vitest';
import { evaluate, type Request, type Statement } from './policy-evaluator.ts';

const request = (context: Request['context'] = {}): Request => ({
  action: 'dynamodb:GetItem',
  resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/T',
  context,
});
const allow = (more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: request().resource,
  ...more,
});
const under = (Condition: Statement['Condition'], context?: Request['context']) =>
  evaluate([allow({ Condition: Condition ?? {} })], request(context)) === 'allowed';

describe('the policy evaluator', () => {
  it('allows what a statement allows, and nothing else', () => {
    expect(evaluate([allow()], request())).toBe('allowed');
    expect(evaluate([], request())).toBe('not allowed by any statement');
    expect(evaluate([allow({ Action: 'dynamodb:Query' })], request())).toBe('not allowed by any statement');
    expect(evaluate([allow({ Resource: `${request().resource}/index/due` })], request())).toBe(
      'not allowed by any statement',
    );
  });

  it('lets a Deny win, wherever it stands', () => {
    const deny = allow({ Effect: 'Deny' });
    expect(evaluate([deny, allow()], request())).toBe('denied by a statement');
    expect(evaluate([allow(), deny], request())).toBe('denied by a statement');
  });

  it('reads wildcards of actions and resources', () => {
    expect(evaluate([allow({ Action: ['s3:*', 'DynamoDB:get*'] })], request())).toBe('allowed');
    expect(evaluate([allow({ Action: 'dynamodb:?etItem', Resource: '*' })], request())).toBe('allowed');
    expect(evaluate([allow({ Action: 'dynamodb:Get' })], request())).toBe('not allowed by any statement');
    // A dot is a dot.
    expect(evaluate([allow({ Resource: 'arn.aws*' })], request())).toBe('not allowed by any statement');
  });

  it('knows StringEquals, with and without IfExists, and its negation', () => {
    const select = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };
    expect(under(select, { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' })).toBe(true);
    expect(under(select, { 'dynamodb:Select': 'ALL_ATTRIBUTES' })).toBe(false);
    expect(under(select)).toBe(false);
    const none = { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } };
    expect(under(none, { 'dynamodb:ReturnValues': 'NONE' })).toBe(true);
    expect(under(none, { 'dynamodb:ReturnValues': 'ALL_OLD' })).toBe(false);
    expect(under(none)).toBe(true);
    const not = { StringNotEquals: { 'kms:EncryptionContext:app': 'connections' } };
    expect(under(not, { 'kms:EncryptionContext:app': 'connections' })).toBe(false);
    expect(under(not, { 'kms:EncryptionContext:app': 'other' })).toBe(true);
    expect(under(not)).toBe(true);
  });

  it('knows ForAllValues, which passes on an absent key, and Null, which mends that', () => {
    const leading = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['conn#*', 'key#*'] } };
    expect(under(leading, { 'dynamodb:LeadingKeys': ['conn#w', 'key#'] })).toBe(true);
    expect(under(leading, { 'dynamodb:LeadingKeys': ['conn#w', 'app#w'] })).toBe(false);
    expect(under(leading)).toBe(true);
    const present = { ...leading, Null: { 'dynamodb:LeadingKeys': 'false' } };
    expect(under(present, { 'dynamodb:LeadingKeys': ['conn#w'] })).toBe(true);
    expect(under(present)).toBe(false);
    const attributes = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk'] } };
    expect(under(attributes, { 'dynamodb:Attributes': ['sk', 'pk'] })).toBe(true);
    expect(under(attributes, { 'dynamodb:Attributes': ['pk', 'sealedAccess'] })).toBe(false);
    // A star is no wildcard for StringEquals.
    expect(under({ 'ForAllValues:StringEquals': { a: '*' } }, { a: ['x'] })).toBe(false);
  });

  it('knows StringLike and Bool, and does not mind the case of a key’s name', () => {
    expect(under({ StringLike: { 'aws:SourceArn': 'arn:aws:*' } }, { 'AWS:sourcearn': 'arn:aws:x' })).toBe(
      true,
    );
    expect(under({ StringLike: { 'aws:SourceArn': 'arn:aws:*' } }, { 'aws:SourceArn': 'x' })).toBe(false);
    expect(under({ StringLike: { 'aws:SourceArn': '*' } })).toBe(false);
    expect(under({ Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:SecureTransport': 'true' })).toBe(true);
    expect(under({ Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:SecureTransport': 'false' })).toBe(
      false,
    );
  });

  it('asks that every operator and every key holds', () => {
    const both = { StringEquals: { a: '1', b: '2' }, StringLike: { c: '3*' } };
    expect(under(both, { a: '1', b: '2', c: '33' })).toBe(true);
    expect(under(both, { a: '1', b: 'x', c: '33' })).toBe(false);
    expect(under(both, { a: '1', b: '2', c: 'x' })).toBe(false);
  });

  it.each<[string, unknown]>([
    ['NotAction', { NotAction: 'dynamodb:Scan' }],
    ['NotResource', { NotResource: '*' }],
    ['NotPrincipal', { NotPrincipal: '*' }],
    ['an effect', { Effect: 'Permit' }],
    ['an operator', { Condition: { NumericLessThan: { a: '1' } } }],
    ['a set operator', { Condition: { 'ForAnyValue:StringEquals': { a: '1' } } }],
    ['a policy variable', { Resource: `arn:aws:s3:::b/\${aws:username}` }],
    ['an unresolved resource', { Resource: { Ref: 'Table' } }],
    ['a Null of neither', { Condition: { Null: { a: 'maybe' } } }],
    ['an operator behind a mismatching action', { Action: 's3:Get', Condition: { Weird: {} } }],
  ])('throws on %s that it does not know', (_, more) => {
    expect(() => evaluate([{ ...allow(), ...(more as object) }], request())).toThrow();
  });

  it('throws where a single-value operator meets several values', () => {
    expect(() => under({ StringEquals: { a: '1' } }, { a: ['1', '2'] })).toThrow(/ForAllValues/);
  });
});
