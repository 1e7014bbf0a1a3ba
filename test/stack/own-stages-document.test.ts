/**
 * The module of stages that docs/deploy.md shows works outside of this clone, where Node resolves no import of it.
 * Covers lib/stages.ts, lib/settings/faults/validate-stage.ts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { afterAll, expect, it } from 'vitest';
import { stagesOf } from '../../lib/stages.ts';
import { faultsOf } from './stage-faults.ts';
import { stageTemplate } from './stage-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'connections-own-stages-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a module of one’s own as in docs/deploy.md is taken, and makes a stack', async () => {
  const page = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const [, code] = /^```js\n(\/\/ stages\.mjs\n.*?)^```/ms.exec(page) ?? expect.fail('no such block');
  const file = join(folder, 'stages.mjs');
  writeFileSync(file, code ?? '');
  const [stage, ...others] = await stagesOf(file);
  if (!stage) return expect.fail('no stage');
  expect(others).toEqual([]);
  expect(faultsOf(stage)).toEqual([]);
  expect(stage).toMatchObject({
    name: 'dev',
    logRetention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const tables = Object.values(stageTemplate(stage).resources).filter(
    ({ Type }) => Type === 'AWS::DynamoDB::Table',
  );
  expect(tables.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(tables.map(() => 'Delete'));
  expect(tables.length).toBeGreaterThan(0);
});
