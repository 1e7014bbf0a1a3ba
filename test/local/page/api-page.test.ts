/**
 * The page of the API, on the document that the service answers and on small ones.
 * Covers dashboard/src/api-page/openapi.ts, dashboard/src/api-page/operations.ts, dashboard/src/api-page/schema-parts.ts,
 * dashboard/src/api-page/type-words.ts, dashboard/src/api-page/sample.ts, dashboard/src/api-page/markdown-blocks.ts.
 */
import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../../dashboard/src/api-page/markdown-blocks.ts';
import { type OpenApi, resolved, type Schema } from '../../../dashboard/src/api-page/openapi.ts';
import { groupsIn, type Operation, searched } from '../../../dashboard/src/api-page/operations.ts';
import { curlOf, sampleOf } from '../../../dashboard/src/api-page/sample.ts';
import { hasParts, type Inside, partsOf } from '../../../dashboard/src/api-page/schema-parts.ts';
import { boundsOf, typeWords, valuesOf } from '../../../dashboard/src/api-page/type-words.ts';
import { ROUTES } from '../../../src/contract/routes.ts';
import { openApiDocument } from '../../../src/http/openapi-document.ts';

const document = structuredClone(openApiDocument('https://api.example')) as OpenApi;
const groups = groupsIn(document);
const operations = groups.flatMap((group) => group.operations);
const operation = (id: string): Operation => operations.find((each) => each.id === id) ?? expect.fail(id);
/** A document with these schemas alone. */
const withSchemas = (schemas: Record<string, Schema>): OpenApi => ({
  info: { title: 'T', version: '1' },
  paths: {},
  components: { schemas },
});
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

describe('the operations', () => {
  test('are those of the routes, each once and in a group with words', () => {
    expect(operations.map(({ id }) => id).toSorted()).toEqual(
      ROUTES.map(({ operationId }) => operationId).toSorted(),
    );
    for (const { title } of groups) expect(title).toMatch(/^[A-Z][A-Za-z ]+$/);
    expect(new Set(groups.map(({ title }) => title)).size).toBe(groups.length);
    const calls = groups.find(({ title }) => title === 'Calls')?.operations.map(({ id }) => id);
    expect(calls).toEqual(expect.arrayContaining(['listCalls', 'countCalls', 'exportCalls']));
  });

  test('tell answers from problems, each problem with its code and what one has to wait', () => {
    const { answers, problems, needsToken } = operation('startConnect');
    expect(needsToken).toBe(true);
    expect(answers.map(({ status }) => status)).toEqual(['201']);
    expect(answers[0]?.schema).toEqual(ref('ConnectSession'));
    const of = (status: string) => problems.find((each) => each.status === status);
    expect(of('401')?.description).toMatch(/^`unauthenticated`: /);
    expect(of('404')?.description).toContain('`unknown_provider`: ');
    expect(of('429')?.headers[0]?.[0]).toBe('Retry-After');
    for (const { problems: all } of operations)
      for (const { description } of all) expect(description).not.toBe('');
  });

  test('need a token, but for the public ones', () => {
    const open = operations.filter(({ needsToken }) => !needsToken).map(({ id }) => id);
    expect(open.toSorted()).toEqual(
      ROUTES.filter(({ access }) => access === 'public')
        .map(({ operationId }) => operationId)
        .toSorted(),
    );
  });

  test('are found by words of their name, address or summary', () => {
    const found = (search: string) => searched(groups, search).flatMap((group) => group.operations);
    expect(found('calls CSV').map(({ id }) => id)).toEqual(['exportCalls']);
    expect(found('post refresh').map(({ id }) => id)).toEqual(['refreshConnection']);
    expect(found('  ')).toHaveLength(operations.length);
    expect(searched(groups, 'no such thing')).toEqual([]);
  });

  test('keep the tags of a document that has them', () => {
    const tagged: OpenApi = {
      info: { title: 'T', version: '1' },
      paths: { '/v1/x': { get: { operationId: 'x', tags: ['Own'] } } },
    };
    expect(groupsIn(tagged).map(({ title }) => title)).toEqual(['Own']);
  });
});

describe('a request to copy', () => {
  test('has a variable in the place of the token, and samples of the contract', () => {
    expect(curlOf(document, operation('listConnections'))).toBe(
      `curl 'https://api.example/v1/workspaces/acme/connections' \\\n  -H "Authorization: Bearer $TOKEN"`,
    );
    expect(curlOf(document, operation('health'))).toBe("curl 'https://api.example/healthz'");
    expect(curlOf(document, operation('startConnect'))).toContain('"provider": "google"');
  });

  test('keeps a place for what is not known, and quotes for a shell', () => {
    const one: OpenApi = {
      info: { title: 'T', version: '1' },
      servers: [{ url: 'https://it’s.example' }],
      paths: {
        '/v1/{thing}': {
          put: {
            operationId: 'put',
            parameters: [
              { name: 'thing', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'day', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
            ],
            requestBody: {
              content: { 'application/json': { schema: { type: 'object', example: { a: "it's" } } } },
            },
          },
        },
      },
    };
    const [group] = groupsIn(one);
    const text = curlOf(one, group?.operations[0] ?? expect.fail());
    expect(text).toContain("/v1/{thing}?day=2026-01-31'");
    expect(text).toContain(`it'\\''s`);
  });

  test('is made for every operation, and its body has what is required', () => {
    for (const each of operations) {
      expect(curlOf(document, each)).toContain(each.method === 'GET' ? 'curl ' : `-X ${each.method}`);
      if (!each.body) continue;
      const { schema } = resolved(document, each.body.schema);
      expect(sampleOf(document, schema)).toEqual(
        expect.objectContaining(
          Object.fromEntries((schema.required ?? []).map((name) => [name, expect.anything()])),
        ),
      );
    }
  });
});

describe('a schema', () => {
  const tree = withSchemas({
    Tree: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, children: { type: 'array', items: ref('Tree') } },
    },
    Kind: { type: 'string', enum: ['a', 'b'], description: 'K.\n\n- `a`: One.\n- `b`: Two.' },
  });

  test('that contains itself is not unfolded again', () => {
    const { fields, name } = partsOf(tree, { schema: ref('Tree'), around: [] });
    expect(name).toBe('Tree');
    expect(fields.map((field) => [field.name, field.isRequired])).toEqual([
      ['name', true],
      ['children', false],
    ]);
    const [, children] = fields;
    expect(partsOf(tree, children ?? expect.fail())).toMatchObject({
      name: 'Tree',
      isRepeated: true,
      fields: [],
    });
    expect(
      sampleOf(
        withSchemas({ Loop: { type: 'object', required: ['next'], properties: { next: ref('Loop') } } }),
        ref('Loop'),
      ),
    ).toBeDefined();
  });

  test('of the contract ends, however deep it is unfolded', () => {
    const unfold = (inside: Inside, depth = 0): number => {
      const { fields, choices } = partsOf(document, inside);
      expect(depth).toBeLessThan(20);
      return [...fields, ...choices].reduce((all, each) => all + unfold(each, depth + 1), 1);
    };
    for (const name of Object.keys(document.components?.schemas ?? {}))
      expect(unfold({ schema: ref(name), around: [] })).toBeGreaterThan(0);
  });

  test.each<[Schema, string]>([
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [ref('Tree'), 'Tree'],
    [ref('Kind'), 'Kind: string'],
    [{ type: 'array', items: ref('Tree') }, 'list of Tree'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'object with values: string'],
    [{ anyOf: [ref('Tree'), { type: 'string' }] }, 'one of: Tree, string'],
    [{ type: 'string', enum: ['ok'] }, '"ok"'],
    [{ type: ['string', 'null'] }, 'string or null'],
    [{}, 'any value'],
    [ref('Gone'), 'Gone: any value'],
  ])('%j in words', (schema, words) => {
    expect(typeWords(tree, schema)).toBe(words);
  });

  test('says what its values must keep, and the values that no sentence explains', () => {
    expect(boundsOf({ minLength: 1, maxLength: 64, pattern: '^a$' })).toEqual([
      '1 to 64 characters',
      'matches ^a$',
    ]);
    expect(boundsOf({ maxItems: 50, minimum: 1 })).toEqual(['at most 50 entries', 'at least 1']);
    expect(valuesOf({ enum: ['a', 'b'] })).toEqual(['a', 'b']);
    expect(valuesOf(resolved(tree, ref('Kind')).schema)).toEqual([]);
  });

  test('of several forms has each of them, and no forms where none has parts', () => {
    const { choices } = partsOf(document, { schema: ref('Placement'), around: [] });
    expect(choices.map(({ name }) => name)).toEqual([
      'HeaderPlacement',
      'QueryPlacement',
      'EnvironmentPlacement',
    ]);
    expect(hasParts(document, { schema: ref('AppOwner'), around: [] })).toBe(false);
  });
});

describe('a description', () => {
  const words = (markdown: string) => JSON.stringify(blocksOf(markdown));

  test('is paragraphs, lists and code', () => {
    expect(blocksOf('One `a` two.\n\nThree.\n\n- `x`: First.\n- Second')).toEqual([
      {
        kind: 'paragraph',
        text: [
          { text: 'One ', isCode: false },
          { text: 'a', isCode: true },
          { text: ' two.', isCode: false },
        ],
      },
      { kind: 'paragraph', text: [{ text: 'Three.', isCode: false }] },
      {
        kind: 'list',
        items: [
          [
            { text: 'x', isCode: true },
            { text: ': First.', isCode: false },
          ],
          [{ text: 'Second', isCode: false }],
        ],
      },
    ]);
  });

  test('is text in everything else, and a line goes on where it ended', () => {
    expect(blocksOf('<img src=x onerror=alert(1)> [a](javascript:1) ` end')).toEqual([
      {
        kind: 'paragraph',
        text: [{ text: '<img src=x onerror=alert(1)> [a](javascript:1) ` end', isCode: false }],
      },
    ]);
    expect(words('Before:\n- one\n  more\n- two')).toBe(
      JSON.stringify([
        { kind: 'paragraph', text: [{ text: 'Before:', isCode: false }] },
        { kind: 'list', items: [[{ text: 'one more', isCode: false }], [{ text: 'two', isCode: false }]] },
      ]),
    );
  });
});
