/**
 * The Python client refuses the same environment variables as the broker.
 * Covers clients/python/src/connections_client/forms/process_variables.py, src/contract/servers/process-variables.ts.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NOT_FOR_PROCESSES } from '../../src/contract/servers/process-variables.ts';

it('the list of the Python client is that of the contract', () => {
  const file = '../../clients/python/src/connections_client/forms/process_variables.py';
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  const list = /NOT_FOR_PROCESSES: Final = re\.compile\(\n((?: +r"[^"]*"\n?)+),\n +re\.IGNORECASE/.exec(
    source,
  )?.[1];
  const joined = [...(list ?? '').matchAll(/r"([^"]*)"/g)].map(([, part]) => part).join('');
  expect(`^(${joined})$`).toBe(NOT_FOR_PROCESSES.source);
  expect(NOT_FOR_PROCESSES.flags).toBe('i');
});
