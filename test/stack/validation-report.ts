/** Stages as `cdk synth` judges them: by CDK's own rules and both packs of cdk-nag. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { ConnectionsStack } from '../../lib/connections-stack.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { cdkContext } from './stage-template.ts';

export interface Judgement {
  /** Names of the rules that found something. */
  findings: string[];
  /** Acknowledgements that nothing needed, as `path: rule`. */
  unneeded: string[];
}

interface Report {
  violations: { ruleName: string }[];
  suppressedViolations?: { acknowledgedId: string; acknowledgedAt: string }[];
}

/** Each in a stack of its own name, without account and Region, as on a machine without credentials. */
export function judge(stages: readonly StageSettings[]): Judgement {
  const app = new App({ context: cdkContext() });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  for (const [index, settings] of stages.entries()) {
    const stack = new ConnectionsStack(app, `stage-${index}`, { settings });
    Validations.of(stack).acknowledge({ id: 'Connections-ExampleSettings', reason: 'Nothing is deployed.' });
  }
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
  }
  const read = (file: string) => JSON.parse(readFileSync(join(app.outdir, file), 'utf8'));
  const reports: Report[] = read('validation-report.json').pluginReports;
  const used = reports.flatMap(({ suppressedViolations = [] }) =>
    suppressedViolations.map((one) => `${one.acknowledgedAt}: ${one.acknowledgedId}`),
  );
  const written = stages.flatMap((_, index) => acknowledgedIn(read(`stage-${index}.metadata.json`)));
  rmSync(app.outdir, { recursive: true });
  return {
    findings: reports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)),
    unneeded: written.filter((one) => !used.includes(one) && !one.endsWith('Connections-ExampleSettings')),
  };
}

function acknowledgedIn(metadata: Record<string, { type: string; data: object }[]>): string[] {
  return Object.entries(metadata).flatMap(([path, entries]) =>
    entries
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.keys(data).map((id) => `${path.slice(1)}: ${id}`)),
  );
}
