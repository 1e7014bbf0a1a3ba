/** What the service says about itself. */
import * as z from 'zod';

export const Health = z
  .object({
    status: z.literal('ok').describe('Always `ok`; a service that cannot answer does not send this.'),
  })
  .meta({ id: 'Health', description: 'The service can answer.' });
export const OpenApiDocument = z
  .looseObject({})
  .meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document.' });

/** A UUIDv7 and `.json`. */
export const ClientDocumentName = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.json$/)
  .meta({
    description: 'The instance of a registration, and `.json`.',
    example: '01900000-0000-7000-8000-000000000001.json',
  });
export const ClientDocument = z
  .object({
    client_id: z.string().describe('The URL of this document.'),
    client_name: z.string().describe('The name of the client.'),
    redirect_uris: z.array(z.string()).length(1).describe('The one redirect URI.'),
    grant_types: z.array(z.string()).describe('The grants that the client uses.'),
    response_types: z.array(z.string()).describe('The response types that the client uses.'),
    token_endpoint_auth_method: z.literal('none').describe('The client has no secret.'),
  })
  .meta({
    id: 'ClientDocument',
    description: 'The document describes this broker as an OAuth client (RFC 7591 section 2).',
  });
