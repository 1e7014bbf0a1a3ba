/**
 * docs/events.schema.json is the schema of the events on the bus. `UPDATE_DOCS=1 npx vitest run test/architecture`
 * writes it.
 * Covers src/contract/events.ts.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { ConnectionEvent, EventType } from '../../src/contract/events.ts';
import { expectDocument } from '../setup/expect-document.ts';

it('the published JSON Schema of the events is the one that they are written by', () => {
  const { $schema, ...schema } = z.toJSONSchema(ConnectionEvent);
  const document = { $schema, title: 'The detail of an event of Connections, version 1', ...schema };
  expectDocument('docs/events.schema.json', `${JSON.stringify(document, null, 2)}\n`);
  // Nothing else can ever be told: no token, no account, and a person only as who changed a server or an app.
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties ?? {})).toEqual([
    'version',
    'id',
    'at',
    'environment',
    'type',
    'workspaceId',
    'connectionId',
    'provider',
    'outcome',
    'keyVersion',
    'server',
    'clientId',
    'appVersion',
    'actor',
    'hostsBefore',
    'hostsAfter',
  ]);
});

it('docs/events.md has a row for every type, and no other', () => {
  const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, type]) => type);
  expect(rows).toEqual(EventType.options);
});
