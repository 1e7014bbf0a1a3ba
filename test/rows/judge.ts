/** What an edited world did that the untouched one does not do. */
import type { Asked } from './answering-provider.ts';
import type { Edit } from './edits.ts';
import type { Kind } from './row.ts';
import type { Seen } from './use-cases.ts';

/** One row that was edited, and how. */
export interface Edited {
  kind: Kind;
  edits: readonly Edit[];
}

/**
 * Ends that the broker may declare because the row itself says so. Whoever writes the table can end a connection by deleting its
 * row, too; what must not be is that another attribute makes the broker declare it.
 */
const SAID_BY_THE_ROW: readonly {
  kind: Kind;
  attributes: readonly string[];
  declares: RegExp;
  because: string;
}[] = [
  {
    kind: 'connection',
    attributes: ['status'],
    declares: /^connection /,
    because: 'A row that says `disconnecting` asks for the end of its disconnect.',
  },
];

/** Every fault of this run. Nothing: the edit changed nothing outside of the broker. */
export function faultsOf(seen: Seen, untouched: Seen, edited?: Edited): string[] {
  return [
    ...seen.asked.filter((one) => !isAskedBy(untouched.asked, one)).map((one) => `asked ${wordsOf(one)}`),
    ...[...seen.injected].flatMap(([asking, answers]) =>
      [...answers]
        .filter((answer) => !untouched.injected.get(asking)?.has(answer))
        .map((answer) => `injected for ${asking}: ${answer}`),
    ),
    ...[...seen.declared]
      .filter((end) => !untouched.declared.has(end) && !isSaidByTheRow(end, edited))
      .map((end) => `declared ${end}`),
    ...seen.untyped.map((error) => `threw ${(error as Error).stack ?? error}`),
  ];
}

/** The same host, and no secret that the untouched rows do not send there together. */
function isAskedBy(untouched: readonly Asked[], { host, secrets }: Asked): boolean {
  return untouched.some((one) => one.host === host && secrets.every((name) => one.secrets.includes(name)));
}

function wordsOf({ host, path, secrets }: Asked): string {
  return `${host}${path} with ${secrets.join(', ') || 'no secret'}`;
}

function isSaidByTheRow(end: string, edited: Edited | undefined): boolean {
  return SAID_BY_THE_ROW.some(
    ({ kind, attributes, declares }) =>
      edited?.kind === kind &&
      declares.test(end) &&
      edited.edits.some(({ path }) => attributes.includes(String(path[0]))),
  );
}
