/**
 * Places at slow endpoints: so many executions of the functions that answer people and calls may wait for endpoints that a
 * tenant chose, for each app and for each workspace. They stand in one item per workspace, because an execution of Lambda
 * serves one call at a time and knows nothing of the others.
 */
import { PLACES, type PlaceName } from '../../contract/table.ts';
import { errorName } from '../error-name.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Places } from '../records.ts';

/** The ports of a place. */
export type PlacePorts = Pick<Ports, 'places' | 'clock' | 'random' | 'log'>;

/** A place that was taken: where it is, and what stands there while it is this one's. */
export interface TakenPlace {
  workspaceId: string;
  name: PlaceName;
  text: string;
}

/** Whose place it is. */
export interface PlaceOwner {
  workspaceId: string;
  appKey: string;
}

/**
 * Does work that may wait for an endpoint which a tenant chose, in one of the tenant's places. With `isNeeded` false the work is
 * done without a place, and no place is read or written. `retryAt`: all places were taken, and the work was not done; a place
 * may be free at that time (milliseconds since the epoch). Rejects if the work rejects, or if the table does not answer.
 */
export async function inPlace<T>(
  ports: PlacePorts,
  { isNeeded, ...owner }: PlaceOwner & { isNeeded: boolean },
  work: () => Promise<T>,
): Promise<{ done: T } | { retryAt: number }> {
  if (!isNeeded) return { done: await work() };
  const place = await takePlace(ports, owner);
  if ('retryAt' in place) return place;
  try {
    return { done: await work() };
  } finally {
    await giveBack(ports, place);
  }
}

/** Like {@link inPlace}, for a person's request. Throws `too_many_at_once` with the seconds until a place may be free. */
export async function inPlaceOrRefused<T>(
  ports: PlacePorts,
  owner: PlaceOwner & { isNeeded: boolean },
  work: () => Promise<T>,
): Promise<T> {
  const result = await inPlace(ports, owner, work);
  if ('done' in result) return result.done;
  const wait = Math.max(result.retryAt - ports.clock.now(), LIMITS.placeRetry);
  throw new Problem('too_many_at_once', { retryAfter: Math.ceil(wait / 1_000) });
}

/**
 * Takes a place, until the end of a lease that begins now. One write is enough if a place that is drawn by chance is free.
 * `retryAt`: all places are taken, and one may be free then (milliseconds since the epoch). Rejects if the table does not answer.
 */
export async function takePlace(
  ports: PlacePorts,
  owner: PlaceOwner,
): Promise<TakenPlace | { retryAt: number }> {
  return (await takenByChance(ports, owner)) ?? takenAfterLook(ports, owner);
}

/** The item as it is after the write says whether the app has too many. Undefined: this place is taken. */
async function takenByChance(
  ports: PlacePorts,
  { workspaceId, appKey }: PlaceOwner,
): Promise<TakenPlace | { retryAt: number } | undefined> {
  const now = ports.clock.now();
  const name = PLACES[Math.floor(randomFraction(ports) * PLACES.length)] ?? PLACES[0];
  const place = { workspaceId, name, text: placeText(ports, appKey, now) };
  const turn = newId(ports);
  const after = await ports.places.changed(
    { workspaceId },
    {
      // A text begins with the time at which it lapses.
      expect: { [name]: { absentOrAtMost: String(now) } },
      set: { turn, [name]: place.text },
      writeId: turn,
      forgetAt: now + LIMITS.lease,
    },
  );
  if (!after) return undefined;
  const others = heldPlaces(after, now).filter((held) => held.appKey === appKey && held.name !== name);
  if (others.length < LIMITS.placesOfApp) return place;
  await giveBack(ports, place);
  return { retryAt: freeAt(others, now) };
}

/** With a read before the write. */
async function takenAfterLook(
  ports: PlacePorts,
  { workspaceId, appKey }: PlaceOwner,
): Promise<TakenPlace | { retryAt: number }> {
  let tried: TakenPlace | undefined;
  // A lost race means that another one took a place, so after as many rounds as there are places all were taken.
  for (let round = 0; round < PLACES.length; round++) {
    const now = ports.clock.now();
    const before = await ports.places.read({ workspaceId });
    // The write was applied, its answer was lost, and somebody else wrote before it was repeated.
    if (tried && before?.[tried.name] === tried.text) return tried;
    const held = heldPlaces(before, now);
    const ofApp = held.filter((place) => place.appKey === appKey);
    const name = PLACES.find((one) => !held.some((place) => place.name === one));
    if (ofApp.length >= LIMITS.placesOfApp) return { retryAt: freeAt(ofApp, now) };
    if (name === undefined) return { retryAt: freeAt(held, now) };
    tried = { workspaceId, name, text: placeText(ports, appKey, now) };
    if (await written(ports, tried, { before, until: now + LIMITS.lease })) return tried;
  }
  return { retryAt: ports.clock.now() + LIMITS.placeRetry };
}

function placeText({ random }: Pick<PlacePorts, 'random'>, appKey: string, now: number): string {
  return `${now + LIMITS.lease}/${newId({ random })}/${appKey}`;
}

/** One conditional write on all places at once. Whoever only gave a place back meanwhile does not disturb it. */
function written(
  { places, random }: PlacePorts,
  { workspaceId, name, text }: TakenPlace,
  { before, until }: { before: Places | undefined; until: number },
): Promise<boolean> {
  const turn = newId({ random });
  return places.change(
    { workspaceId },
    {
      expect: { turn: before?.turn === undefined ? { absent: true } : { is: before.turn } },
      set: { turn, [name]: text },
      writeId: turn,
      forgetAt: until,
    },
  );
}

/** Gives a place back, if it still is this one's. Never rejects: what could not be given back lapses. */
export async function giveBack(ports: PlacePorts, { workspaceId, name, text }: TakenPlace): Promise<void> {
  try {
    const writeId = newId(ports);
    await ports.places.change(
      { workspaceId },
      { expect: { [name]: { is: text } }, set: { [name]: undefined }, writeId },
    );
  } catch (error) {
    ports.log.warn('place_not_given_back', { workspaceId, error: errorName(error) });
  }
}

interface HeldPlace {
  name: PlaceName;
  appKey: string;
  until: number;
}

/**
 * The places that are taken. What has another form, or lapses later than anything that could be written now, was written
 * by nobody who takes places: it holds nothing.
 */
function heldPlaces(places: Places | undefined, now: number): HeldPlace[] {
  return PLACES.flatMap((name) => {
    const [, until, appKey] = /^([1-9][0-9]{0,15})\/[^/]+\/(.+)$/.exec(places?.[name] ?? '') ?? [];
    if (until === undefined || appKey === undefined) return [];
    const isHeld = Number(until) > now && Number(until) <= now + LIMITS.lease + LIMITS.placeSkew;
    return isHeld ? [{ name, appKey, until: Number(until) }] : [];
  });
}

/** When the first of these is expected to be given back: soon after its provider's deadline, and not at once. */
function freeAt(held: readonly HeldPlace[], now: number): number {
  const first = Math.min(...held.map(({ until }) => until));
  return Math.max(first - LIMITS.lease + LIMITS.providerDeadline, now + LIMITS.placeRetry);
}
