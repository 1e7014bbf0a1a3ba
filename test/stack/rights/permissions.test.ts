/** Covers the rights in lib/functions: docs/permissions.md agrees with the template of prod. */
import { expect, it } from 'vitest';
import { expectDocument } from '../../setup/expect-document.ts';
import { settingsOf, stageTemplate, withEverything } from '../stage-template.ts';
import { permissionsDocument } from './permissions-document.ts';

it('docs/permissions.md says what the template of prod allows', () => {
  const document = permissionsDocument(stageTemplate(withEverything(settingsOf('prod'))));
  expect(document).toContain('Modelled by an evaluator, not observed');
  expectDocument('docs/permissions.md', document);
});
