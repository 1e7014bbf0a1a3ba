/** The cursor of the activity list: the id of the last entry of a page. */
import { Problem } from '../../broker/errors.ts';
import { activityId } from './item-keys.ts';

/** The cursor for the page after an entry. It is not a secret: it selects a place within the caller's own workspace. */
export function cursorAfter(id: string): string {
  return Buffer.from(id).toString('base64url');
}

/** The id in a cursor. Throws Problem `invalid_request` for any other text. */
export function idInCursor(cursor: string): string {
  try {
    return activityId(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw new Problem('invalid_request', { cause });
  }
}
