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
