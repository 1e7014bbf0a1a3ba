/** The table of what became of the scenarios for servers. Pure. */
import { EXPECTED_FAILURES, type FaceName, REVISIONS, type Revision } from './expected-failures.ts';
import type { Check } from './run-suite.ts';

export interface ServerResult {
  face: FaceName;
  revision: Revision;
  scenario: string;
  /** Ids of the checks that failed. */
  bad: string[];
}

/** A warning is a failure: what a server should do. */
export const isBad = ({ status }: Check) => status === 'FAILURE' || status === 'WARNING';

export function resultsOf(
  scenarios: ReadonlyMap<string, Check[]>,
  at: Pick<ServerResult, 'face' | 'revision'>,
): ServerResult[] {
  return [...scenarios].map(([scenario, checks]) => ({
    ...at,
    scenario,
    bad: [...new Set(checks.filter(isBad).map(({ id }) => id))],
  }));
}

const COLUMNS = (['node', 'Lambda'] as const).flatMap((face) =>
  REVISIONS.map((revision) => ({ face, revision })),
);

/** Markdown. A cell says whether the scenario passes; no cell: the revision does not have it. */
export function serverTable(results: readonly ServerResult[]): string[] {
  const cellOf = (scenario: string, { face, revision }: (typeof COLUMNS)[number]) => {
    const result = results.find(
      (each) => each.scenario === scenario && each.face === face && each.revision === revision,
    );
    if (!result) return '–';
    if (result.bad.length === 0) return 'passes';
    const isWhole = EXPECTED_FAILURES.some(({ of }) => of.includes(scenario));
    return isWhole ? 'fails' : `fails in ${result.bad.length}`;
  };
  const names = [...new Set(results.map(({ scenario }) => scenario))].toSorted();
  const passing = (name: string) => COLUMNS.some((column) => cellOf(name, column) === 'passes');
  const row = (name: string) => `| ${[name, ...COLUMNS.map((column) => cellOf(name, column))].join(' | ')} |`;
  const head = ['Scenario', ...COLUMNS.map(({ face, revision }) => `${face}, ${revision}`)];
  return [
    `| ${head.join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...names.filter(passing).map(row),
    ...names.filter((name) => !passing(name)).map(row),
  ];
}

/** A table in Markdown. */
export function reasons(): string[] {
  const rows = EXPECTED_FAILURES.map(({ of, face, reason }) => {
    const scenarios = [...new Set(of.map((name) => name.split(':', 1)[0]))].join(', ');
    return `| ${reason} | ${face ? `${face}: ` : ''}${scenarios} |`;
  });
  return ['| Reason | Scenarios |', '| --- | --- |', ...rows];
}
