/** Covers lambdas/bundled/zod.ts, lambdas/bundled/zod-names.ts. */
import { expect, it } from 'vitest';
import * as zod from 'zod';
import * as without from '../../lambdas/bundled/zod.ts';

/** The messages in all languages; `core` has them too. */
const LEFT_OUT = ['core', 'locales'];

it('what stands for zod in the bundles has all of its names but those of the messages', () => {
  const names = Object.keys(zod).filter((name) => !LEFT_OUT.includes(name));
  expect(names.length).toBeGreaterThan(200);
  expect(Object.keys(without).sort()).toEqual(names.sort());
  expect(without.string).toBe(zod.string);
  expect(without.z.object).toBe(zod.object);
});
