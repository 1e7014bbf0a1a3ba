/**
 * Which definitions of tools a server listed, as a row holds them, and how two lists differ. A definition is known by its
 * fingerprint, which covers the name; the name stands beside it for people and for calls. Pure.
 */
import { TOKEN_256 } from '../../contract/identifiers.ts';
import type { ToolFingerprint } from '../../contract/injection-messages.ts';
import { recordedTool } from '../activity/recorded-names.ts';
import { LIMITS } from '../limits.ts';
import type { SeenTools, ToolChange } from '../records.ts';

/** What a row says of a server's tools. */
export interface KnownTools {
  /** The last list. */
  seen: readonly ToolFingerprint[];
  /** What may be served where approval is demanded. */
  approved: readonly ToolFingerprint[];
}

/** A row is input: texts of another form are left out, and no more are read than are ever written. */
export function readKnown({ seen, approved }: Pick<SeenTools, 'seen' | 'approved'>): KnownTools {
  return { seen: readTools(seen), approved: readTools(approved) };
}

function readTools(texts: readonly unknown[]): ToolFingerprint[] {
  return texts.slice(0, LIMITS.toolsRemembered).flatMap((text) => {
    if (typeof text !== 'string' || text[43] !== '/') return [];
    const [fingerprint, name] = [text.slice(0, 43), text.slice(44)];
    return TOKEN_256.test(fingerprint) && name !== '' && name.length <= LIMITS.toolName
      ? [{ name, fingerprint }]
      : [];
  });
}

/** As the row holds them: each definition once, the first ones where there are too many. A lone surrogate is no text of a table. */
export function writeTools(tools: readonly ToolFingerprint[]): string[] {
  const texts = new Map(
    tools.map(({ name, fingerprint }) => [fingerprint, `${fingerprint}/${name.toWellFormed()}`]),
  );
  return [...texts.values()].slice(0, LIMITS.toolsRemembered);
}

/** The tools of `some` whose definitions `others` has not. */
export function without(
  some: readonly ToolFingerprint[],
  others: readonly ToolFingerprint[],
): ToolFingerprint[] {
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  return some.filter(({ fingerprint }) => !known.has(fingerprint));
}

/**
 * How a list differs from what was seen before. A tool of one name that is gone and came is one that changed. Where lists differ from
 * person to person, what one list lacks is not gone.
 */
export function changesBetween(
  before: readonly ToolFingerprint[],
  after: readonly ToolFingerprint[],
  isOfPeople: boolean,
): ToolChange[] {
  const earlier = isOfPeople ? [...before] : without(before, after);
  const came = without(after, before).map(({ name, fingerprint }) => {
    const at = earlier.findIndex((each) => each.name === name.toWellFormed());
    const [old] = at < 0 ? [] : earlier.splice(at, 1);
    return { tool: recordedTool(name), ...(old && { before: old.fingerprint }), after: fingerprint };
  });
  const gone = isOfPeople ? [] : earlier;
  const removed = gone.map(({ name, fingerprint }) => ({ tool: recordedTool(name), before: fingerprint }));
  return [...came, ...removed];
}

/**
 * Whether a call of this name is held back: what the last list has under the name is not approved. A tool that the list has no more is
 * judged by what was approved once. Of lists that differ from person to person, one approved definition is enough.
 */
export function isHeld({ seen, approved }: KnownTools, tool: string): boolean {
  const isNamed = ({ name }: ToolFingerprint) => name === tool;
  const listed = seen.filter(isNamed);
  if (listed.length === 0) return !approved.some(isNamed);
  return without(listed, approved).length === listed.length;
}
