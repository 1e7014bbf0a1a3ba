/**
 * Covers src/http/openapi-document.ts, src/http/problems-of-route.ts, src/contract/routes.ts, src/contract/problems.ts,
 * src/contract/resources.
 */
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../../src/contract/problems.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { openApiDocument } from '../../src/http/openapi-document.ts';
import { problemsOfRoute } from '../../src/http/problems-of-route.ts';
import { sourcesIn } from '../architecture/sources.ts';
import { inlined, type OpenApi, operationsOf, undescribed } from './openapi-checks.ts';

const make = () => structuredClone(openApiDocument('https://api.example')) as OpenApi;
const document = make();
const routes = ROUTES as readonly Route[];

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...make() });
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('is found invalid when it is', async () => {
    const broken = { ...make(), paths: { '/x': { get: { responses: { ok: 1 } } } } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('describes every operation, parameter, response, schema and property', () => {
    expect(undescribed(document)).toEqual([]);
  });

  it('names every object, and repeats no schema that has a name', () => {
    expect(inlined(document)).toEqual([]);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'Connection',
        'Provider',
        'DisconnectReceipt',
        'McpServer',
        'OAuthApp',
        'Problem',
      ]),
    );
  });

  it('has a meaning for every value of every enum', () => {
    const missing = (node: unknown): string[] => {
      if (typeof node !== 'object' || node === null) return [];
      const { enum: values = [], description = '' } = node as { enum?: string[]; description?: string };
      const own = values.filter((value) => !description.includes(`- \`${value}\`: `));
      // A value that stands alone is described by its field.
      return [...(values.length > 1 ? own : []), ...Object.values(node).flatMap(missing)];
    };
    expect(missing(document)).toEqual([]);
    expect(missing({ enum: ['one', 'two'], description: '- `one`: It has a meaning.' })).toEqual(['two']);
  });
});

describe('a gap of the OpenAPI document is noticed', () => {
  const changed = (change: (document: OpenApi) => void) => {
    const copy = make();
    change(copy);
    return copy;
  };
  const first = ({ paths }: OpenApi) => paths['/v1/workspaces/{ws}/connections']?.get;
  const schema = ({ components }: OpenApi, name: string) =>
    components.schemas[name] as { description?: string; properties: Record<string, object> };

  it.each<[string, (document: OpenApi) => void]>([
    ['listConnections (summary)', (copy) => delete first(copy)?.summary],
    ['listConnections', (copy) => delete first(copy)?.description],
    ['listConnections ws', (copy) => delete first(copy)?.parameters?.[0]?.description],
    ['listConnections 200', (copy) => delete first(copy)?.responses['200']?.description],
    ['Connection', (copy) => delete schema(copy, 'Connection').description],
    ['Connection.account', (copy) => Object.assign(schema(copy, 'Connection').properties, { account: {} })],
    ['unauthenticated', (copy) => delete copy.components.responses.unauthenticated?.description],
  ])('no description: %s', (place, change) => {
    expect(undescribed(changed(change))).toEqual([place]);
  });

  it.each<[string, (document: OpenApi) => object]>([
    ['an object', () => ({ type: 'object', properties: {}, description: 'It has no name.' })],
    ['a copy', ({ components }) => ({ ...components.schemas.ConnectionStatus, description: 'Other words.' })],
  ])('%s where a name belongs', (_what, inline) => {
    const copy = changed((each) =>
      Object.assign(schema(each, 'Connection').properties, { status: inline(each) }),
    );
    expect(inlined(copy)).toEqual(['Connection/properties/status']);
  });
});

describe('the problems of the routes', () => {
  it('are those of the document', () => {
    for (const route of routes) {
      const operation = operationsOf(document).find(({ operationId }) => operationId === route.operationId);
      const statuses = Object.keys(operation?.responses ?? {}).filter((status) => /^[45]/.test(status));
      const expected = problemsOfRoute(route).map((code) => String(PROBLEMS[code][0]));
      expect(statuses).toEqual([...new Set(expected)].sort());
    }
  });

  it('are each listed once, and none that the access, the parameters or the body bring', () => {
    for (const route of routes) {
      const general = problemsOfRoute({ ...route, problems: [] });
      expect(route.problems.filter((code) => general.includes(code))).toEqual([]);
      expect(new Set(route.problems).size).toBe(route.problems.length);
    }
  });

  it('are all that the code throws', () => {
    // Outside any route: a path that exists without the method.
    const known = new Set<string>(['method_not_allowed', ...routes.flatMap(problemsOfRoute)]);
    const thrown = sourcesIn(['src'])
      .flatMap(({ text }) => [...text.matchAll(/(?:new Problem\(|problem: )'(\w+)'/g)])
      .map(([, code = '']) => code);
    expect(thrown.length).toBeGreaterThan(40);
    expect(thrown.filter((code) => !known.has(code))).toEqual([]);
  });

  it('leave out no code', () => {
    const known = new Set<ProblemCode>(['method_not_allowed', ...routes.flatMap(problemsOfRoute)]);
    const codes = Object.keys(PROBLEMS) as ProblemCode[];
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
  });
});
