/**
 * docs/permissions.md agrees with the template of prod.
 * Covers lib/functions/connect.ts, lib/functions/connections-api.ts, lib/functions/oauth-callback.ts,
 * lib/functions/token-refresh.ts, lib/functions/token-injector.ts, lib/functions/token-authorizer.ts,
 * lib/functions/rotate-data-key.ts, lib/functions/deployment-check.ts, lib/storage/table.ts,
 * lib/storage/table-conditions.ts, lib/storage/vault-key.ts, lib/storage/platform-apps.ts,
 * lib/storage/rotation-escrow.ts, lib/storage/event-bus.ts.
 */
import { expect, it } from 'vitest';
import { expectDocument } from '../../setup/expect-document.ts';
import { settingsOf, stageTemplate, withEverything } from '../stage-template.ts';
import { permissionsDocument } from './permissions-document.ts';

it('docs/permissions.md says what the template of prod allows', () => {
  const document = permissionsDocument(stageTemplate(withEverything(settingsOf('prod'))));
  expect(document).toContain('Modelled by an evaluator, not observed');
  expectDocument('docs/permissions.md', document);
});
