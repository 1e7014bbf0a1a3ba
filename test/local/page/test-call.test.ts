/**
 * What the page makes of a tool's schema, of what was typed, and of what came back, before a test call and after it.
 * Covers dashboard/src/pages/server/trial/uuid-v7.ts, dashboard/src/pages/server/trial/schema-to-fields.ts,
 * dashboard/src/pages/server/trial/arguments-of.ts, dashboard/src/pages/server/trial/connect-target.ts,
 * dashboard/src/words/trial-words.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  argumentsOfFields,
  argumentsOfJson,
  JSON_TEXT,
} from '../../../dashboard/src/pages/server/trial/arguments-of.ts';
import { connectTarget } from '../../../dashboard/src/pages/server/trial/connect-target.ts';
import { fieldsOf } from '../../../dashboard/src/pages/server/trial/schema-to-fields.ts';
import { newOperationId, uuidV7 } from '../../../dashboard/src/pages/server/trial/uuid-v7.ts';
import { trialWords } from '../../../dashboard/src/words/trial-words.ts';
import { UUID_V7 } from '../../../src/contract/identifiers.ts';
import { TRIAL_FAILURES, type TrialFailure } from '../../../src/contract/problems.ts';

describe('the id of an operation', () => {
  it('is that of RFC 9562 appendix A.6', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('has its version and its variant whatever the random bytes are', () => {
    for (const byte of [0x00, 0xff]) {
      const id = uuidV7(Date.UTC(2026, 11, 1), new Uint8Array(10).fill(byte));
      expect(id).toMatch(UUID_V7);
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 11, 1));
    }
  });

  it('is another one for each call', () => {
    expect(newOperationId()).toMatch(UUID_V7);
    expect(new Set(Array.from({ length: 100 }, newOperationId)).size).toBe(100);
  });
});

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('the fields of a tool', () => {
  it('are those of a flat object of simple values', () => {
    const schema = object(
      {
        query: { type: 'string', description: 'What to look for' },
        limit: { type: 'integer', default: 5 },
        share: { type: ['number', 'null'] },
        order: { type: 'string', enum: ['new', 'old'], default: 'old' },
        deep: { type: 'boolean' },
      },
      { required: ['query'], additionalProperties: false },
    );
    expect(fieldsOf(schema)).toEqual([
      { name: 'query', kind: 'text', description: 'What to look for', isRequired: true, first: '' },
      { name: 'limit', kind: 'integer', isRequired: false, first: '5' },
      { name: 'share', kind: 'number', isRequired: false, first: '' },
      {
        name: 'order',
        kind: 'choice',
        isRequired: false,
        choices: [
          { json: '"new"', words: 'new' },
          { json: '"old"', words: 'old' },
        ],
        first: '"old"',
      },
      {
        name: 'deep',
        kind: 'choice',
        isRequired: false,
        choices: [
          { json: 'true', words: 'Yes' },
          { json: 'false', words: 'No' },
        ],
        first: '',
      },
    ]);
  });

  it('are none where the tool takes nothing', () => {
    expect(fieldsOf(object({}))).toEqual([]);
    expect(fieldsOf({ type: 'object' })).toEqual([]);
  });

  it.each([
    ['no schema', undefined],
    ['a schema of another kind', { type: 'array' }],
    ['true', true],
    ['an object inside', object({ filter: { type: 'object' } })],
    ['a list', object({ ids: { type: 'array', items: { type: 'string' } } })],
    ['several types', object({ id: { type: ['string', 'integer'] } })],
    ['no type', object({ id: {} })],
    ['a reference', object({ id: { $ref: '#/$defs/id' } })],
    ['alternatives', object({ id: { type: 'string' } }, { anyOf: [{ required: ['id'] }] })],
    ['names of one’s own', { type: 'object', additionalProperties: { type: 'string' } }],
    ['a required name without a property', object({}, { required: ['id'] })],
    ['choices that are objects', object({ id: { enum: [{ a: 1 }] } })],
    ['properties that are no object', { type: 'object', properties: 'x' }],
    ['too many', object(Object.fromEntries(Array.from({ length: 21 }, (_, n) => [n, { type: 'string' }])))],
  ])('are left to JSON: %s', (_, schema) => {
    expect(fieldsOf(schema)).toBeUndefined();
  });
});

describe('the arguments', () => {
  const fields =
    fieldsOf(
      object(
        {
          query: { type: 'string' },
          limit: { type: 'integer' },
          share: { type: 'number' },
          deep: { type: 'boolean' },
          __proto__x: { type: 'string' },
        },
        { required: ['query'] },
      ),
    ) ?? [];

  it('are those that were typed, each with its type', () => {
    expect(
      argumentsOfFields(fields, { query: ' a ', limit: ' 5 ', share: '0.5', deep: 'false', __proto__x: '' }),
    ).toEqual({ given: { query: ' a ', limit: 5, share: 0.5, deep: false } });
  });

  it('say at their field what is wrong', () => {
    const read = argumentsOfFields(fields, { limit: '5.5', share: 'half' });
    expect(read).toEqual({
      errors: {
        query: 'The tool needs this.',
        limit: 'This is no whole number.',
        share: 'This is no number.',
      },
    });
  });

  it('a name of a prototype is a name like any other', () => {
    const [field] =
      fieldsOf(JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}')) ?? [];
    const read = argumentsOfFields(field ? [field] : [], Object.fromEntries([['__proto__', 'x']]));
    expect(JSON.stringify(read)).toBe('{"given":{"__proto__":"x"}}');
  });

  it('of a JSON text are one object', () => {
    expect(argumentsOfJson(' ')).toEqual({ given: {} });
    expect(argumentsOfJson('{"filter": {"id": [1]}}')).toEqual({ given: { filter: { id: [1] } } });
    for (const text of ['{', '[]', 'null', '"x"', '5'])
      expect(argumentsOfJson(text)).toEqual({ errors: { [JSON_TEXT]: expect.any(String) } });
  });
});

describe('the link of a refusal', () => {
  const here = { origin: 'https://broker.example', workspace: 'acme' };
  const link = 'https://broker.example/?connect=demo&workspace=acme&server=demo-tasks&scopes=tasks%3Aread';

  it('leads to the page of the consent', () => {
    const target = connectTarget(link, here);
    expect(target).toMatchObject({ page: 'connect', id: 'demo' });
    expect(String(target?.query)).toBe('server=demo-tasks&scopes=tasks%3Aread');
  });

  it.each([
    undefined,
    'no link',
    'https://evil.example/?connect=demo&workspace=acme',
    'https://broker.example/?workspace=acme',
    'https://broker.example/?connect=demo&workspace=globex',
    'https://broker.example/?connect=..%2F..&workspace=acme',
    'javascript:alert(1)',
  ])('is none that leads elsewhere: %s', (other) => {
    expect(connectTarget(other, here)).toBeUndefined();
  });
});

describe('the words of a test call that brought nothing', () => {
  const problem = { title: 'Title', detail: 'Detail' };

  it('are those of the refusal', () => {
    const refusal = { reason: 'not_connected' as const, message: 'Connect first.' };
    expect(trialWords({ ...problem, code: 'call_refused', more: { refusal } }, true)).toMatchObject({
      title: 'Nothing was called',
      detail: 'Connect first.',
    });
  });

  it.each(Object.keys(TRIAL_FAILURES) as TrialFailure[])(
    'say why, and what may have happened: %s',
    (failure) => {
      const more = { failure, ...(failure === 'http_error' && { serverStatus: 502 }) };
      const { detail } = trialWords({ ...problem, code: 'server_unreachable', more }, true);
      expect(detail).toMatch(/^(The|No) .+\. The tool may have run\.$/);
      expect(trialWords({ ...problem, code: 'server_unreachable', more }, false).detail).not.toContain(
        'tool',
      );
    },
  );

  it('are the API’s own for anything else', () => {
    expect(trialWords({ ...problem, code: 'forbidden' }, true)).toEqual({ ...problem, code: 'forbidden' });
  });
});
