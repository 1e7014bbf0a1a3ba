/** Scripted providers stay a second opinion, and out of everything that is shipped. */
import { expect, it } from 'vitest';
import { importsOf } from '../architecture/imports.ts';
import { sourcesIn } from '../architecture/sources.ts';

const SCRIPTED = 'local/scripted-providers/';
const SHIPPED = ['src', 'lambdas', 'lib', 'bin', 'client', 'dashboard'];
const importsIn = (folders: string[]) => sourcesIn(folders).flatMap(importsOf);

it('nothing that is shipped imports one, so that no bundle contains one', () => {
  const imports = importsIn(SHIPPED);
  for (const folder of SHIPPED) expect(imports.some(({ file }) => file.startsWith(`${folder}/`))).toBe(true);
  expect(imports.filter(({ target }) => target.startsWith(SCRIPTED))).toEqual([]);
  // Nor by way of another file of the local environment.
  expect(imports.filter(({ target }) => target.startsWith('local/'))).toEqual([]);
});

it('none of them imports what it has to contradict', () => {
  const imports = importsIn(['local/scripted-providers']);
  expect(imports.length).toBeGreaterThan(100);
  const strange = imports.filter(({ target }) => !target.startsWith(SCRIPTED) && !target.startsWith('node:'));
  expect(strange).toEqual([]);
});
