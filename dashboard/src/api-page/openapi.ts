/** The parts of an OpenAPI 3.1 document that the page shows. */

/** JSON Schema 2020-12, or a reference to one of the components. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

type Content = Record<string, { schema?: Schema }>;

export interface Response {
  $ref?: string;
  description?: string;
  content?: Content;
  headers?: Record<string, { description?: string }>;
}

export interface RawOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content?: Content };
  responses?: Record<string, Response>;
}

export interface OpenApi {
  info: { title: string; version: string; description?: string };
  servers?: { url: string; description?: string }[];
  paths: Record<string, Record<string, RawOperation>>;
  components?: {
    schemas?: Record<string, Schema>;
    responses?: Record<string, Response>;
    securitySchemes?: Record<string, { description?: string }>;
  };
}

/** What a reference is to, and the name it has there. A reference to nothing is a schema of anything. Pure. */
export function resolved(document: OpenApi, schema: Schema): { schema: Schema; name?: string } {
  const name = nameIn(schema.$ref, 'schemas');
  if (name === undefined) return { schema };
  const { $ref: _, ...beside } = schema;
  return { schema: { ...document.components?.schemas?.[name], ...beside }, name };
}

/** A response, whose description beside a reference takes the place of the one there (OpenAPI 3.1, Reference Object). Pure. */
export function resolvedResponse(document: OpenApi, { $ref, ...beside }: Response): Response {
  const name = nameIn($ref, 'responses');
  return name === undefined ? beside : { ...document.components?.responses?.[name], ...beside };
}

function nameIn(ref: string | undefined, kind: 'schemas' | 'responses'): string | undefined {
  const prefix = `#/components/${kind}/`;
  return ref?.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
}
