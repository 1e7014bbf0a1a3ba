/** A file that comes in parts, as a response to download. */
import type { Context } from 'hono';

/** One part of a file, from a handler. */
export interface FilePart {
  text: string;
  /** Without a quotation mark. */
  fileName: string;
  /** The position of the next part. Absent: this is the last one. */
  next?: string;
}

/** Answers a part. The next one is named by `Link` (RFC 8288), relative to the request: the same query with another cursor. */
export function fileResponse(
  c: Context,
  { text, fileName, cursor }: Omit<FilePart, 'next'> & { cursor?: string },
  mediaType: string,
): Response {
  c.header('content-type', `${mediaType}; charset=utf-8`);
  c.header('content-disposition', `attachment; filename="${fileName}"`);
  if (cursor !== undefined) {
    const query = new URLSearchParams(new URL(c.req.url).search);
    query.set('cursor', cursor);
    c.header('link', `<?${query}>; rel="next"`);
  }
  return c.body(text, 200);
}
