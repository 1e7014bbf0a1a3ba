/** How a long list is read: page by page, or in the parts of an export. */
import * as z from 'zod';

const Cursor = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);

/** The parameters of a page. `what` names the items of the list, such as "calls". */
export function pageOf(what: string) {
  return {
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(50)
      .describe(`How many ${what} a page has at most.`),
    cursor: Cursor.optional().describe('The `cursor` of the page before.'),
  };
}

/** The parameters of a part of an export. */
export const PART_OF_EXPORT = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(5_000)
    .default(5_000)
    .describe('How many rows a part has at most.'),
  cursor: Cursor.optional().describe('The `cursor` in the address of the next part.'),
};

/** Without a name: it would be every text’s. */
export const CsvExport = z
  .string()
  .describe('CSV (RFC 4180) in UTF-8 with a byte order mark; the first part begins with a row of names.');
