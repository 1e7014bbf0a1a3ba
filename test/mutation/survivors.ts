/** Mutants that no test kills, each with the reason why none has to: survivors.json. And what a run found beside them. */
import { readFileSync } from 'node:fs';

export interface Survivor {
  file: string;
  /** The line of the source, trimmed. */
  line: string;
  /** What Stryker puts in the place of a part of it, in one line. */
  replacement: string;
  reason: string;
}

/** The part of Stryker's report (mutation-testing-report-schema) that is read here. */
export interface Report {
  files: Record<string, { source: string; mutants: ReportedMutant[] }>;
}

interface ReportedMutant {
  status:
    | 'Killed'
    | 'Timeout'
    | 'Survived'
    | 'NoCoverage'
    | 'CompileError'
    | 'RuntimeError'
    | 'Ignored'
    | 'Pending';
  replacement?: string;
  location: { start: { line: number; column: number } };
}

export type Found = Omit<Survivor, 'reason'> & { at: string };

const LISTED = new URL('survivors.json', import.meta.url);

export function listedSurvivors(): Survivor[] {
  return JSON.parse(readFileSync(LISTED, 'utf8'));
}

/** Mutants that are alive: those of code that no test reaches, too. */
export function survivorsIn({ files }: Report): Found[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ replacement = '', location: { start } }) => ({
        file,
        at: `${file}:${start.line}:${start.column}`,
        line: (source.split('\n')[start.line - 1] ?? '').trim(),
        replacement: replacement.replace(/\s+/g, ' '),
      })),
  );
}

/** Those that the list does not have. */
export function unlisted(found: readonly Found[], listed: readonly Survivor[]): Found[] {
  return found.filter((one) => !listed.some((other) => isSame(one, other)));
}

/** Reasons for mutants of the files that ran which are dead by now, or whose line has changed. */
export function outdated({ files }: Report, listed: readonly Survivor[]): Survivor[] {
  const found = survivorsIn({ files });
  return listed.filter((one) => Object.hasOwn(files, one.file) && !found.some((other) => isSame(one, other)));
}

/** Per cent of the mutants that a test noticed. */
export function scoreOf({ files }: Report): { killed: number; all: number; percent: number } {
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const killed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
  const all = killed + statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
  return { killed, all, percent: all === 0 ? 100 : (100 * killed) / all };
}

function isSame(one: Omit<Survivor, 'reason'>, other: Omit<Survivor, 'reason'>): boolean {
  return one.file === other.file && one.line === other.line && one.replacement === other.replacement;
}
