/** What a sweep takes at the size of a large stage, out of what was counted for a small one. Pure. */
import { PRICES } from '../prices.ts';
import type { Part } from './part.ts';

/** A stage with so many connections. */
export const SIZE = 1_000_000;
/** Units a second that a new on-demand table takes (DynamoDB Developer Guide, "Warm throughput"); one that was busier takes more. */
export const CAPACITY = { reads: 12_000, writes: 4_000 };
/** The part of it that a sweep may use, so that the other functions keep theirs. */
export const SHARE = 0.5;
/** Of one core, which 1,024 MB of a function buy: Lambda gives a whole one at 1,769 MB (Lambda Developer Guide, "Memory"). */
export const CORE = 1_024 / 1_769;
const GIGABYTES = 1;

export interface AtSize {
  readHours: number;
  writeHours: number;
  /** By the CPU of this machine. */
  cpuHours: number;
  /** The longest of the three: the others wait for it. */
  hours: number;
  dollars: number;
}

/** `counted`: how many connections the part was counted for. `inFunction`: whether a function does the work and is paid for. */
export function atSize(part: Part, counted: number, { inFunction }: { inFunction: boolean }): AtSize {
  const times = SIZE / counted;
  const hoursOf = (amount: number, aSecond: number) => (amount * times) / aSecond / 3_600;
  const readHours = hoursOf(part.readUnits, CAPACITY.reads * SHARE);
  const writeHours = hoursOf(part.writeUnits, CAPACITY.writes * SHARE);
  const cpuHours = hoursOf(part.cpuMilliseconds / 1_000, inFunction ? CORE : 1);
  const hours = Math.max(readHours, writeHours, cpuHours);
  const million = (count: number, { dollars }: { dollars: number }) => (count / 1_000_000) * dollars;
  const dollars =
    million(part.readUnits * times, PRICES.dynamodbRead) +
    million(part.writeUnits * times, PRICES.dynamodbWrite) +
    (inFunction ? million(hours * 3_600 * GIGABYTES, PRICES.lambdaDuration) : 0);
  return { readHours, writeHours, cpuHours, hours, dollars };
}
