import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { permissionsDocument } from './permissions-document.ts';
import { settingsOf, stageTemplate, withProxy } from './stage-template.ts';

const file = new URL('../../docs/permissions.md', import.meta.url);

it('docs/permissions.md says what the template of prod allows', () => {
  const document = permissionsDocument(stageTemplate(withProxy(settingsOf('prod'))));
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, document);
  expect(document).toContain('Modelled by an evaluator, not observed');
  expect(readFileSync(file, 'utf8'), 'run UPDATE_DOCS=1 npm test -- test/stack/permissions.test.ts').toBe(
    document,
  );
});
