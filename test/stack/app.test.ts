/**
 * The CDK app as the CLI starts it, with CDK's rules and cdk-nag's. Only the bundles are not built.
 * Covers bin/connections.ts, lib/connections-stack.ts, lib/connections.ts, lib/stages.ts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cdkContext } from './stage-template.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outputs: string[] = [];
afterAll(() => {
  for (const folder of outputs) rmSync(folder, { recursive: true });
});

interface Run {
  exitCode: number | null;
  stderr: string;
  folder: string;
}
/** Runs bin/connections.ts as cdk.json says, with what the CLI passes in the environment. */
function run(context: Record<string, unknown>): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'connections-synth-'));
  outputs.push(folder);
  const { CDK_DEFAULT_ACCOUNT: _, ...env } = process.env;
  const child = spawn(process.execPath, ['bin/connections.ts'], {
    cwd: root,
    env: {
      ...env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...cdkContext(), ...context }),
      // Without credentials the CLI knows a region and no account: names of findings hold both forms.
      CDK_DEFAULT_REGION: 'eu-central-1',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stderr, folder }));
  });
}

const FILLED_IN = { stages: 'test/stack/filled-in-stages.ts' };
let all: Run;
let unknown: Run;
let untouched: Run;
beforeAll(async () => {
  [all, unknown, untouched] = await Promise.all([
    run(FILLED_IN),
    run({ stage: 'production' }),
    run({ stage: 'prod' }),
  ]);
}, 60_000);
const templatesOf = ({ folder }: Run) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => file.replace('.template.json', ''));
const read = ({ folder }: Run, file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));

describe('the app', () => {
  it('has a stack for each stage', () => {
    expect(all.exitCode).toBe(0);
    expect(templatesOf(all)).toEqual(['connections-dev', 'connections-prod', 'connections-staging']);
  });

  it('protects the stack of prod from deletion', () => {
    const artifacts: Record<string, { properties?: { terminationProtection?: boolean } }> = read(
      all,
      'manifest.json',
    ).artifacts;
    const isProtected = (id: string) => artifacts[id]?.properties?.terminationProtection === true;
    expect(Object.keys(artifacts).filter(isProtected)).toEqual(['connections-prod']);
  });

  it('answers an unknown stage with one sentence', () => {
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toBe(
      'There is no stage "production"; use -c stage= with one of dev, staging, prod, or add it to lib/stages.ts.\n',
    );
    expect(templatesOf(unknown)).toEqual([]);
  });
});

describe('the app of a fresh clone', () => {
  it('does not synthesize prod before its example addresses are replaced', () => {
    expect(untouched.exitCode).toBe(1);
    expect(untouched.stderr).toMatch(/^Stage "prod": dashboardUrl still has an example address; /);
    expect(templatesOf(untouched)).toEqual([]);
  });
});

interface PluginReport {
  pluginName: string;
  conclusion: string;
  violations: { ruleName: string }[];
  suppressedViolations?: { acknowledgedId: string; acknowledgedAt: string; reason: string }[];
}

describe('validation', () => {
  const reports = (): PluginReport[] => read(all, 'validation-report.json').pluginReports;

  it('was done by both packs and passed', () => {
    expect(reports().map(({ pluginName }) => pluginName)).toEqual(
      expect.arrayContaining(['AwsSolutions', 'Serverless']),
    );
    expect(new Set(reports().map(({ conclusion }) => conclusion))).toEqual(new Set(['success']));
    const found = reports().flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
    expect(found).toEqual([]);
  });

  it('needed every acknowledgement', () => {
    const used = reports().flatMap(({ suppressedViolations = [] }) =>
      suppressedViolations.map((one) => `${one.acknowledgedAt}: ${one.acknowledgedId}`),
    );
    const written = templatesOf(all).flatMap((stack) => {
      const metadata: Record<string, { type: string; data: object }[]> = read(all, `${stack}.metadata.json`);
      return Object.entries(metadata).flatMap(([path, entries]) =>
        entries
          .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
          .flatMap(({ data }) => Object.keys(data).map((id) => `${path.slice(1)}: ${id}`)),
      );
    });
    expect(written.length).toBeGreaterThan(0);
    expect(used.sort()).toEqual(written.sort());
  });
});
