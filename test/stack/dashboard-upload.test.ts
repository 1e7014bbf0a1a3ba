/**
 * What is uploaded for the dashboard, and the findings of cdk-nag.
 * Covers lib/dashboard/dashboard-files.ts, lib/dashboard/logo-source.ts, lib/dashboard/dashboard-config.ts,
 * lib/dashboard/dashboard-findings.ts.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { dashboardConfig } from '../../lib/dashboard/dashboard-config.ts';
import { DashboardFiles } from '../../lib/dashboard/dashboard-files.ts';
import type { SignInSettings } from '../../lib/settings/sign-in-settings.ts';
import { DOMAIN, hosting, pooled } from './hosted-stage.ts';
import { cdkContext, onlyResource, settingsOf, stageTemplate } from './stage-template.ts';
import { judge } from './validation-report.ts';

describe('what is uploaded', () => {
  const CONFIG = {
    issuer: 'https://id.acme.test',
    clientId: 'dashboard',
    audience: 'connections',
    workspaceClaim: 'workspaces',
  };

  it('is the page as esbuild makes it at synth, an operator’s logos, and a config.json with what is known at deployment alone', () => {
    const logos = mkdtempSync(join(tmpdir(), 'connections-logos-'));
    writeFileSync(join(logos, 'custom~crm.svg'), '<svg/>');
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
    }).upload({ ...CONFIG, apiOrigin: `https://${stack.stackId}` }, logos);
    app.synth();

    const folders = readdirSync(outdir).filter((name) => /^asset\.\w+$/.test(name));
    const files = folders.map((name) => [name, readdirSync(join(outdir, name)).sort()] as const);
    expect(files).toContainEqual([
      expect.anything(),
      expect.arrayContaining(['api.html', 'icon.svg', 'index.html', 'silent.html']),
    ]);
    const [beside = ''] = files.find(([, names]) => names.join() === 'logos') ?? [];
    expect(readdirSync(join(outdir, beside, 'logos'))).toEqual(['custom~crm.svg']);
    const [uploaded] = files.find(([, names]) => names.includes('config.json')) ?? [''];
    expect(JSON.parse(readFileSync(join(outdir, uploaded, 'config.json'), 'utf8'))).toEqual({
      ...CONFIG,
      apiOrigin: expect.stringMatching(/^https:\/\/<<marker:/),
    });
    for (const folder of [outdir, logos]) rmSync(folder, { recursive: true });
  }, 60_000);

  it('is an operator’s logos too, in one upload with the page, and config.json names them and the way back', () => {
    const logos = mkdtempSync(join(tmpdir(), 'connections-logos-'));
    writeFileSync(join(logos, 'custom~crm.svg'), '<svg/>');
    const returnTo = ['https://chat.acme.internal'];
    const outdir = mkdtempSync(join(tmpdir(), 'connections-page-'));
    const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': ['**'] };
    const app = new App({ outdir, builtinCloudFormationValidation: false, context });
    const stack = new Stack(app, 'Page');
    const { jwt } = settingsOf('prod');
    const config = dashboardConfig({ jwt: jwt as SignInSettings }, 'https://acme.internal', {
      returnTo,
      logos,
    });
    const kept = { logRetention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY };
    new DashboardFiles(stack, 'Files', kept).upload(config, logos);
    app.synth();

    expect(config).toMatchObject({ returnTo, logos: ['custom~crm.svg'] });
    const folders = readdirSync(outdir).filter((name) => /^asset\.\w+$/.test(name));
    const uploaded = folders.filter((name) => readdirSync(join(outdir, name)).includes('logos'));
    expect(uploaded.map((name) => readdirSync(join(outdir, name, 'logos')))).toEqual([['custom~crm.svg']]);
    const template = JSON.parse(readFileSync(join(outdir, 'Page.template.json'), 'utf8'));
    const uploads = Object.values<{ Type: string; Properties: { SourceObjectKeys: string[] } }>(
      template.Resources,
    );
    const [only, ...others] = uploads.filter(({ Type }) => Type === 'Custom::CDKBucketDeployment');
    expect(others).toEqual([]);
    expect(only?.Properties.SourceObjectKeys).toHaveLength(3);
    for (const folder of [outdir, logos]) rmSync(folder, { recursive: true });
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
