/**
 * What the client ids of a stage change.
 * Covers ops/check-sign-in.ts, ops/sign-in/stage-sign-in.ts, ops/sign-in/judge-client.ts,
 * ops/sign-in/mcp-client.ts, ops/sign-in/mcp-clients.ts, lib/settings/mcp-endpoint-settings.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkSignIn,
  metadataOf,
  type ScriptedIssuers,
  startIssuers,
  verdictsIn,
} from '../check-sign-in-run.ts';
import { everybody, IDS, kinds, NOTHING, signInAt, stagesFrom, stagesWith } from './stages.ts';

let issuers: ScriptedIssuers;
beforeAll(async () => {
  issuers = await startIssuers();
});
afterAll(() => issuers?.close());

describe('the client ids of a stage', () => {
  it('make a client work; without one for each the command fails', async () => {
    const issuer = `${issuers.origin}/ids`;
    issuers.issuer('ids', metadataOf(issuer, NOTHING));
    const some = { ...signInAt(issuer), mcpEndpoint: { clients: { claude: 'id-of-claude' } } };
    const all = {
      ...signInAt(issuer),
      mcpEndpoint: { clients: Object.fromEntries(IDS.map((id) => [id, `id-of-${id}`])) },
    };
    const [one, each] = await Promise.all([
      checkSignIn('--json', ...stagesWith('some', some)),
      checkSignIn(...stagesWith('all', all)),
    ]);
    expect(one.code).toBe(1);
    expect(kinds(verdictsIn(one))).toEqual({ ...everybody('needs-client-id'), claude: 'works' });
    expect(each).toMatchObject({ code: 0, stderr: '' });
    for (const id of IDS) expect(each.stdout).toContain(`works with the client id id-of-${id}, if it has`);
  });

  it('are refused for a client that nobody knows, and where they are none', async () => {
    const issuer = 'https://id.acme.example';
    const unknown = { ...signInAt(issuer), mcpEndpoint: { clients: { cloude: 'x' } } };
    const control = { ...signInAt(issuer), mcpEndpoint: { clients: { claude: 'a\u001b[31mb' } } };
    const proto = `[{ name: 'proto', jwt: { issuer: '${issuer}', audience: 'a' }, mcpEndpoint: { clients: JSON.parse('{"__proto__":"x"}') } }]`;
    const told = await Promise.all([
      checkSignIn(...stagesWith('unknown', unknown)),
      checkSignIn(...stagesWith('control', control)),
      checkSignIn(...stagesFrom('proto', `export const STAGES = ${proto};`)),
    ]);
    expect(told.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(told[0]?.stderr).toBe(`mcpEndpoint.clients names a client that is none of ${IDS.join(', ')}.\n`);
    expect(told[1]?.stderr).toContain('must be 1 to 500 visible characters');
    expect(told[1]?.stderr).not.toContain('\u001b');
    expect(told[2]?.stderr).toBe(told[0]?.stderr);
  });
});
