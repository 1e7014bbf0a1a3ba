/**
 * `npm run deploy` as an operator runs it: with a CDK CLI that only notes how it was called, and a CloudFormation that answers
 * as the API reference says. `npm run deploy:moto` runs it with the real CLI.
 * Covers ops/deploy.ts, ops/deploy/read-change-set.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const COMPLETE = '<Status>CREATE_COMPLETE</Status><Changes/>';
const EMPTY =
  "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes. Submit different information to create a change set.</StatusReason>";
const REMOVAL =
  '<Status>CREATE_COMPLETE</Status><Changes><member><Type>Resource</Type><ResourceChange><Action>Remove</Action><LogicalResourceId>X</LogicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType></ResourceChange></member></Changes>';

let folder: string;
let origin: string;
let close: () => Promise<unknown>;
let described: string;
let requests: { action: string; set: string }[];

const cloudFormation: RequestListener = async (request, response) => {
  const form = new URLSearchParams(await text(request));
  const action = form.get('Action') ?? '';
  requests.push({ action, set: form.get('ChangeSetName') ?? '' });
  const result = `<${action}Result>${action === 'DescribeChangeSet' ? described : ''}</${action}Result>`;
  response.setHeader('content-type', 'text/xml').end(`<${action}Response>${result}</${action}Response>`);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'connections-deploy-'));
  const npx = join(folder, 'npx');
  writeFileSync(npx, `#!/bin/sh\necho "$@" >> "${folder}/calls"\n`);
  chmodSync(npx, 0o755);
  ({ origin, close } = await listenOnLoopback(0, () => cloudFormation));
});
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  requests = [];
  writeFileSync(join(folder, 'calls'), '');
});

/** How the CDK CLI was called: each time its method and the name of the change set. */
function calls() {
  return [
    ...readFileSync(join(folder, 'calls'), 'utf8').matchAll(/--method=(\S+) --change-set-name (\S+)/g),
  ].map(([, method, set]) => ({ method, set }));
}

async function deploy(
  answer: string,
  options = ['--stage', 'dev'],
): Promise<{ code: number; said: string; set: string }> {
  described = answer;
  const child = spawn(process.execPath, ['ops/deploy.ts', ...options], {
    cwd: root,
    env: {
      ...process.env,
      PATH: [folder, process.env.PATH].join(delimiter),
      AWS_ENDPOINT_URL: origin,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_REGION: 'eu-central-1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, [code]] = await Promise.all([
    Promise.all([text(child.stdout), text(child.stderr)]),
    once(child, 'close'),
  ]);
  return { code, said: said.join(''), set: calls().at(-1)?.set ?? '' };
}

it('where nothing would change, the command says so, deletes the empty change set, and has not failed', async () => {
  const { code, said, set } = await deploy(EMPTY);
  expect({ code, said }).toEqual({ code: 0, said: 'Nothing was deployed, because nothing would change.\n' });
  expect(calls()).toEqual([{ method: 'prepare-change-set', set }]);
  expect(requests).toEqual([
    { action: 'DescribeChangeSet', set },
    { action: 'DeleteChangeSet', set },
  ]);
});

it('a change set that is refused is deleted, and not executed', async () => {
  const { code, said, set } = await deploy(REMOVAL);
  expect(code).toBe(1);
  expect(said).toContain('X (AWS::DynamoDB::Table) would be deleted.');
  expect(calls()).toEqual([{ method: 'prepare-change-set', set }]);
  expect(requests.at(-1)).toEqual({ action: 'DeleteChangeSet', set });
});

it('the set that was judged is executed, under a name that no other run has', async () => {
  const { code, set } = await deploy(COMPLETE);
  expect(code).toBe(0);
  expect(calls()).toEqual([
    { method: 'prepare-change-set', set },
    { method: 'execute-change-set', set },
  ]);
  expect(requests).toEqual([{ action: 'DescribeChangeSet', set }]);
  // CreateChangeSet: a letter, then letters, digits and hyphens, at most 128 characters.
  expect(set).toMatch(/^connections-deploy-[a-zA-Z0-9-]{36}$/);
  expect((await deploy(COMPLETE)).set).not.toBe(set);
});

it('takes the stages of a module of the operator, as docs/deploy.md calls it', async () => {
  const page = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
  const options =
    /^npm run deploy -- (.* --stages .*)$/m.exec(page)?.[1]?.split(' ') ?? expect.fail('no such line');
  expect((await deploy(EMPTY, options)).code).toBe(0);
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toContain(' -c stage=dev -c stages=../stages.mjs ');
});
