/** Covers local/demo-provider-facts.ts. */
import { expect, test } from 'vitest';
import { demoProvider } from '../../local/demo-provider-facts.ts';
import { ServerRegistration } from '../../src/contract/servers/server-registration.ts';

const PROVIDER = demoProvider('http://127.0.0.1:4200', {
  notes: 'http://127.0.0.1:4300/notes/mcp',
  tasks: 'http://127.0.0.1:4300/tasks/mcp',
});

test('the demo provider’s MCP servers are valid registrations', () => {
  expect(PROVIDER.servers.map(({ id }) => id)).toEqual(['demo-notes', 'demo-tasks']);
  for (const server of PROVIDER.servers) {
    expect(ServerRegistration.parse(server)).toEqual(server);
    expect(server.allowedHosts).toEqual(['127.0.0.1:4300']);
  }
});

test.each([
  [
    { sub: 'demo-ada', email: 'ada@demo.test' },
    { id: 'demo-ada', label: 'ada@demo.test' },
  ],
  [{ sub: 'demo-ada' }, undefined],
  [{ sub: 1, email: 'x' }, undefined],
  ['text', undefined],
  [null, undefined],
])('the account answer %j is read as %j', (answer, account) => {
  const facts = PROVIDER.oauth.account;
  if (facts.kind !== 'endpoint') throw new Error('unexpected facts');
  expect(facts.read(answer)).toEqual(account);
});
