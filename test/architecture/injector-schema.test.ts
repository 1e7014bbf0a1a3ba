/**
 * docs/injector.schema.json is what the injector judges by. `UPDATE_DOCS=1 npx vitest run test/architecture` writes it.
 * Covers src/contract/injection.ts, src/contract/injection-answers.ts.
 */
import { expect, it } from 'vitest';
import * as z from 'zod';
import {
  CheckRequest,
  InjectionRequest,
  ListedRequest,
  ServersRequest,
} from '../../src/contract/injection.ts';
import {
  CheckAnswer,
  InjectionAnswer,
  ListedAnswer,
  ServersAnswer,
} from '../../src/contract/injection-answers.ts';
import { expectDocument } from '../setup/expect-document.ts';

it('the published JSON Schema of the injector is the one that it judges by', () => {
  const registry = z.registry<{ id: string }>();
  registry.add(InjectionRequest, { id: 'InjectionRequest' });
  registry.add(InjectionAnswer, { id: 'InjectionAnswer' });
  registry.add(CheckRequest, { id: 'CheckRequest' });
  registry.add(CheckAnswer, { id: 'CheckAnswer' });
  registry.add(ServersRequest, { id: 'ServersRequest' });
  registry.add(ServersAnswer, { id: 'ServersAnswer' });
  registry.add(ListedRequest, { id: 'ListedRequest' });
  registry.add(ListedAnswer, { id: 'ListedAnswer' });
  const { schemas } = z.toJSONSchema(registry);
  const $defs = Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]),
  );
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What an MCP runtime and token-injector say to each other, version 1',
    $defs,
  };
  expectDocument('docs/injector.schema.json', `${JSON.stringify(document, null, 2)}\n`);
  expect(Object.keys($defs)).toHaveLength(8);
});
