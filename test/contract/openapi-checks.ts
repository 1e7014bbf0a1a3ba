/** What the OpenAPI document lacks, as pure functions, so that a test can see that they notice. */
import { isDeepStrictEqual } from 'node:util';

// The document is plain JSON, walked without knowing its shape.
type Json = { [key: string]: unknown };
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; responses: Record<string, Json>; securitySchemes: Json };
}
export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  security: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, Json & { description?: string; $ref?: string }>;
}
export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Json;
}

export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}

/** Places without a description: operations, parameters, responses, named schemas, their properties at any depth. */
export function undescribed(document: OpenApi): string[] {
  return [
    ...operationsOf(document).flatMap(undescribedOf),
    ...Object.entries(document.components.responses).flatMap(([name, each]) => lacking(name, each)),
    ...Object.entries(document.components.schemas).flatMap(([name, each]) => [
      ...lacking(name, each),
      ...undescribedProperties(name, each),
    ]),
  ];
}

function undescribedOf({ operationId, summary, parameters = [], responses, ...operation }: Operation) {
  return [
    ...(summary ? [] : [`${operationId} (summary)`]),
    ...lacking(operationId, operation),
    ...parameters.flatMap((each) => lacking(`${operationId} ${each.name}`, each)),
    ...Object.entries(responses).flatMap(([status, each]) => lacking(`${operationId} ${status}`, each)),
  ];
}

/** A reference is described where it leads. */
function lacking(place: string, { description, $ref }: { description?: unknown; $ref?: unknown }): string[] {
  return description || $ref ? [] : [place];
}

function undescribedProperties(place: string, node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {}, ...others } = node as { properties?: Record<string, Json> };
  const own = Object.entries(properties).flatMap(([name, each]) => [
    ...lacking(`${place}.${name}`, each),
    ...undescribedProperties(`${place}.${name}`, each),
  ]);
  return [...own, ...Object.values(others).flatMap((each) => undescribedProperties(place, each))];
}

/** Places with an object of their own where a name belongs, or with a copy of a schema that has one. */
export function inlined(document: OpenApi): string[] {
  const { schemas } = document.components;
  const named = Object.values(schemas).map(bare);
  const isInline = (node: Json) =>
    'properties' in node || named.some((each) => isDeepStrictEqual(each, bare(node)));
  const within = (place: string, node: unknown): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    return Object.entries(node).flatMap(([key, value]) => {
      const found = isSchema(value) && key !== 'properties' && isInline(value) ? [`${place}/${key}`] : [];
      return [...found, ...within(`${place}/${key}`, value)];
    });
  };
  const inSchemas = Object.entries(schemas).flatMap(([name, schema]) => within(name, schema));
  return [...inSchemas, ...within('paths', document.paths)];
}

function isSchema(node: unknown): node is Json {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return false;
  return ['type', 'anyOf', 'oneOf', 'enum'].some((keyword) => keyword in node);
}

function bare({ description: _, example: __, ...schema }: Json): Json {
  return schema;
}
