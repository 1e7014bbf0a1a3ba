/** What may be logged of an error. Covers src/broker/error-name.ts. */
import { expect, it } from 'vitest';
import { errorName } from '../../src/broker/error-name.ts';
import { Problem } from '../../src/broker/errors.ts';

const SECRET = 'xoxb-secret-of-the-message';

it.each<[string, unknown, string]>([
  ['an error', new TypeError(SECRET), 'TypeError'],
  ['an error with a cause', new Error(SECRET, { cause: new RangeError(SECRET) }), 'Error < RangeError'],
  ['an error whose cause is text', new Error(SECRET, { cause: SECRET }), 'Error'],
  ['a problem', new Problem('not_found'), 'Problem(not_found)'],
  ['text', SECRET, 'unknown'],
  ['nothing', undefined, 'unknown'],
])('the name of %s has no part of its message', (_what, error, name) => {
  expect(errorName(error)).toBe(name);
});
