/**
 * What is uploaded for the dashboard, and the findings of cdk-nag.
 * Covers lib/dashboard/dashboard-files.ts, lib/dashboard/dashboard-findings.ts.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { DashboardFiles } from '../../lib/dashboard/dashboard-files.ts';
import { DOMAIN, hosting, pooled } from './hosted-stage.ts';
import { cdkContext, onlyResource, stageTemplate } from './stage-template.ts';
import { judge } from './validation-report.ts';

describe('what is uploaded', () => {
  const CONFIG = {
    issuer: 'https://id.acme.test',
    clientId: 'dashboard',
    audience: 'connections',
    workspaceClaim: 'workspaces',
  };

  it('is the page as esbuild makes it at synth, and a config.json with what is known at deployment alone', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'connections-page-'));
    const app = new App({
      outdir,
      builtinCloudFormationValidation: false,
      context: { ...cdkContext(), 'aws:cdk:bundling-stacks': ['**'] },
    });
    const stack = new Stack(app, 'Page');
    new DashboardFiles(stack, 'Files', {
      logRetention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    }).upload({ ...CONFIG, apiOrigin: `https://${stack.stackId}` });
    app.synth();

    const folders = readdirSync(outdir).filter((name) => /^asset\.\w+$/.test(name));
    const files = folders.map((name) => [name, readdirSync(join(outdir, name)).sort()] as const);
    expect(files).toContainEqual([expect.anything(), ['app.css', 'app.js', 'icon.svg', 'index.html']]);
    const [uploaded] = files.find(([, names]) => names.includes('config.json')) ?? [''];
    expect(JSON.parse(readFileSync(join(outdir, uploaded, 'config.json'), 'utf8'))).toEqual({
      ...CONFIG,
      apiOrigin: expect.stringMatching(/^https:\/\/<<marker:/),
    });
    rmSync(outdir, { recursive: true });
  }, 60_000);

  it('goes with the stack where the stage is not kept, and so does the bucket', () => {
    const kept = onlyResource(stageTemplate(hosting()), 'Custom::CDKBucketDeployment')[1].Properties;
    expect(kept.RetainOnDelete).not.toBe(false);
    const gone = stageTemplate({
      ...hosting(),
      name: 'dev',
      removalPolicy: RemovalPolicy.DESTROY,
      deletionProtection: false,
    });
    expect(onlyResource(gone, 'Custom::CDKBucketDeployment')[1].Properties.RetainOnDelete).toBe(false);
  });
});

it('cdk-nag and CDK’s rules find nothing, with and without a domain and a user pool, and every acknowledgement is needed', () => {
  expect(judge([hosting(), pooled({ name: 'named', domain: DOMAIN })])).toEqual({
    findings: [],
    unneeded: [],
  });
}, 60_000);
