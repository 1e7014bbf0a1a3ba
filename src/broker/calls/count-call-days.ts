/** How many calls of each day got a token and how many were refused, counted out of their records. */
import type { ToolCallOutcome } from '../../contract/injection-messages.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { lastDays } from './days.ts';
import { type CountFilter, isCounted, namesOfDay } from './names-of-day.ts';

/** The calls of one day. */
export interface CallDay {
  /** `YYYY-MM-DD` in UTC. */
  day: string;
  injected: number;
  refused: number;
  /** Whether the day had more calls than were read: then these are the numbers of a part of them. */
  more: boolean;
}

/** The last days, today among them, of one workspace; the calls that match the filter. */
export interface CallDaysInput {
  workspaceId: string;
  /** From 1 to 31. */
  days: number;
  filter: CountFilter;
}

/** A new outcome does not compile until it is said here what it counts as. Nobody asked for the trials of deployments. */
const COUNTS_AS: Record<ToolCallOutcome, 'injected' | 'refused' | 'nothing'> = {
  injected: 'injected',
  not_connected: 'refused',
  reauthorization_required: 'refused',
  insufficient_scope: 'refused',
  unknown_server: 'refused',
  tool_not_allowed: 'refused',
  tool_call_replayed: 'refused',
  host_not_allowed: 'refused',
  caller_not_authorized: 'refused',
  temporarily_unavailable: 'refused',
  invalid_request: 'refused',
  health: 'nothing',
};

/**
 * Every day, oldest first. What is read has a bound, {@link LIMITS.callsOfSpan} and what the last day reads beyond its share: the
 * days share it from the newest on, and a quiet day leaves what it does not need to the days before it.
 */
export async function countCallDays(
  ports: Pick<Ports, 'callReads' | 'clock'>,
  { workspaceId, days, filter }: CallDaysInput,
): Promise<CallDay[]> {
  const counted: CallDay[] = [];
  let left: number = LIMITS.callsOfSpan;
  const newestFirst = lastDays(ports.clock.now(), days);
  for (const [index, day] of newestFirst.entries()) {
    const share = Math.max(Math.floor(left / (days - index)), LIMITS.leastOfDay);
    const { names, more } = await namesOfDay(ports, { workspaceId, day }, share);
    left -= names.length;
    const outcomes = names.filter((each) => isCounted(each, filter)).map(({ outcome }) => COUNTS_AS[outcome]);
    const numberOf = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    counted.unshift({ day, injected: numberOf('injected'), refused: numberOf('refused'), more });
  }
  return counted;
}
