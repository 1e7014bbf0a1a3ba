/** Covers src/broker/limits.ts, src/broker/limits. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';

it('each limit stands in one file, so none replaces another of its name', async () => {
  const folder = new URL('../../src/broker/limits/', import.meta.url);
  const files = readdirSync(folder);
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
  const names = modules.flatMap((module) => Object.values<object>(module)).flatMap(Object.keys);
  expect(names.length).toBeGreaterThan(100);
  expect(names.toSorted()).toEqual(Object.keys(LIMITS).toSorted());
});
