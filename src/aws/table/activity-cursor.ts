/** Where a page of activity ended, in the form that callers carry. */
import { Problem } from '../../broker/errors.ts';
import { activityId } from './item-keys.ts';

/** Opaque to callers, and no secret: it only places a page within the caller's own partition. */
export function cursorAfter(id: string): string {
  return Buffer.from(id).toString('base64url');
}

/** The id in a cursor. Callers can send anything here, so anything else is their mistake. */
export function idInCursor(cursor: string): string {
  try {
    return activityId(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw new Problem('invalid_request', { cause });
  }
}
