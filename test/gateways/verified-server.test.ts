/**
 * A gateway sends the token only to a server whose certificate names the host of the registration.
 * Covers client/src/door/configure/plan.ts.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CURRENT, callOf, jwt } from '../door/set-up-door.ts';
import { absenceOf, GATEWAYS_HERE } from './programs.ts';
import { send, setUpScene } from './set-up-question.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'door-tls-'));
  for (const name of ['localhost', 'other.example']) {
    const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...names,
        ...files,
      ],
      { stdio: 'ignore' },
    );
  }
  return () => rm(folder, { recursive: true, force: true });
});

/** Calls through a gateway a server that has the certificate of `name`, while the gateway trusts that of `trusted`. */
async function call(gateway: (typeof GATEWAYS_HERE)[number], name: string, trusted: string) {
  const of = (file: string) => readFile(join(folder, file), 'utf8');
  const tls = {
    key: await of(`${name}.key`),
    cert: await of(`${name}.pem`),
    ca: join(folder, `${trusted}.pem`),
  };
  const scene = await setUpScene(gateway, { tls });
  onTestFinished(() => scene.close());
  const mcp = {
    ...CURRENT,
    'mcp-method': 'tools/call',
    'mcp-name': 'allowed',
    'content-type': 'application/json',
  };
  const headers = { authorization: `Bearer ${jwt({ sub: 'ada' })}`, ...mcp };
  const { status } = await send(scene.gateway, { headers, body: callOf('allowed') });
  return { status, arrived: scene.upstream.values('X-Api-Token'), asked: scene.lambda.requests.length };
}

describe.each(GATEWAYS_HERE)('%s', (gateway) => {
  describe.skipIf(absenceOf(gateway) !== undefined)('in front of a server with TLS', () => {
    it('T205: calls the server that the registration names', async () => {
      expect(await call(gateway, 'localhost', 'localhost')).toMatchObject({
        status: 200,
        arrived: ['token-of-ada'],
      });
    });

    it.each([
      ['that nobody vouches for', 'localhost', 'other.example'],
      ['of another name', 'other.example', 'other.example'],
    ])('T205: sends nothing to a server with a certificate %s', async (_what, name, trusted) => {
      const { status, arrived, asked } = await call(gateway, name, trusted);
      expect(status).toBeGreaterThanOrEqual(500);
      expect([arrived, asked]).toEqual([[], 1]);
    });
  });
});
