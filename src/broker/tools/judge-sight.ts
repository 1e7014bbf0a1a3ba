/** What a list of tools means for what was known of the server's tools: what changed, what is held back, and what to remember. Pure. */
import type { ToolChangesRule } from '../../contract/environment.ts';
import type { ToolFingerprint } from '../../contract/injection-messages.ts';
import { LIMITS } from '../limits.ts';
import type { SeenTools, ToolChange } from '../records.ts';
import { changesBetween, readKnown, without, writeTools } from './seen-tools.ts';

/** A list that somebody read. */
export interface Sight {
  tools: readonly ToolFingerprint[];
  /** Whether the calls of the server may use connections of people: then lists differ, and what one lacks is not gone. */
  isOfPeople: boolean;
  /** When, in milliseconds since the epoch. */
  at: number;
}

export interface SightVerdict {
  /** Fingerprints that may not be shown. */
  held: string[];
  /** What is to be recorded. Empty: nothing, or there are too many entries of this day. */
  changes: ToolChange[];
  /** How many tools differ. More than `changes` where nothing is recorded. */
  differing: number;
  /** What is to be remembered. Undefined: what the row says. */
  set?: Omit<SeenTools, 'revision'>;
}

/**
 * The first list of a server is believed: an admin or the operator has just registered it. Where a day has no entries left, a change is
 * not remembered either, and so is recorded on the next day; what is held back is remembered at once.
 */
export function judgeSight(row: SeenTools | undefined, sight: Sight, rule: ToolChangesRule): SightVerdict {
  const { tools, at } = sight;
  if (!row) return firstSight(tools);
  const { seen, approved } = readKnown(row);
  const holds = rule === 'hold';
  const held = holds ? without(tools, approved).map(({ fingerprint }) => fingerprint) : [];
  const now = sight.isOfPeople ? [...tools, ...without(seen, tools)] : tools;
  const changes = changesBetween(seen, tools, sight.isOfPeople);
  const differing = changes.length;
  const times = timesOfToday(row.changes, at);
  const isRecorded = times.length < LIMITS.toolChangesOfDay;
  if (differing === 0 || !(isRecorded || holds)) return { held, changes: [], differing };
  const texts = writeTools(now);
  const set = {
    seen: texts,
    approved: holds ? writeTools(approved) : texts,
    changes: isRecorded ? [...times, at] : times,
  };
  return { held, changes: isRecorded ? changes : [], differing, set };
}

/** An empty list is none that could be believed: a server that is broken gives it too. */
function firstSight(tools: readonly ToolFingerprint[]): SightVerdict {
  const texts = writeTools(tools);
  const nothing = { held: [], changes: [], differing: 0 };
  return texts.length === 0 ? nothing : { ...nothing, set: { seen: texts, approved: texts } };
}

/** The row is input. */
function timesOfToday(times: readonly unknown[] | undefined, now: number): number[] {
  const isOfToday = (at: number) => at > now - LIMITS.toolChangesAge && at <= now + LIMITS.healthSkew;
  return (times ?? [])
    .slice(0, LIMITS.toolChangesOfDay)
    .filter((at): at is number => typeof at === 'number' && isOfToday(at));
}
