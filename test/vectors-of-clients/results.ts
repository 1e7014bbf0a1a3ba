/** What a runner reports of what the client returned or threw, and what a log would show of it. */
import { inspect } from 'node:util';
import type { Playing } from './started-case.ts';

export type Result = { response: object } | { error: object } | { value: unknown };

/** The value that the function returned, or its error. */
export async function settled(playing: Playing, act: () => Promise<unknown>): Promise<Result> {
  try {
    const value = await act();
    note(playing, value);
    return { value: plain(value) };
  } catch (error) {
    return { error: shownError(error) };
  }
}

/** The same of a response. */
export async function settledResponse(playing: Playing, act: () => Promise<object>): Promise<Result> {
  const result = await settled({ ...playing, logs: [] }, act);
  return 'value' in result ? { response: result.value as object } : result;
}

/** Notes what the console and JSON show of a value. */
export function note({ logs }: Playing, value: unknown): void {
  logs.push(inspect(value, { depth: 9, showHidden: true }), JSON.stringify(value) ?? '');
}

/** A copy, whose JSON shows what the client guards from logs. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

function shownError(error: unknown): object {
  const { name: kind, stack, message, ...members } = error as Error;
  const text = [message, stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)];
  return { ...members, kind: kind ?? 'none', text: text.join('\n') };
}
