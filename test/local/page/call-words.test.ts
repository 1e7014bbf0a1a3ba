/**
 * How a call, the counts of calls and a scope read.
 * Covers dashboard/src/words/call-words.ts, dashboard/src/words/scope-words.ts.
 */
import { describe, expect, test } from 'vitest';
import type { Call, Provider } from '../../../dashboard/src/api/types.ts';
import { callPieces, countText, isTrial } from '../../../dashboard/src/words/call-words.ts';
import { scopeWords } from '../../../dashboard/src/words/scope-words.ts';
import { CALL } from './one-call.ts';

describe('the sentence of a call', () => {
  const textOf = (call: Partial<Call>) =>
    callPieces({ ...CALL, ...call }, () => 'Demo · sales')
      .map(({ text }) => text)
      .join('');

  test.each<[Partial<Call>, string]>([
    [{}, 'list_notes of notes used Demo · sales'],
    [{ outcome: 'not_connected' }, 'list_notes of notes asked for Demo · sales'],
    [{ tool: '(unknown)' }, 'A call of notes used Demo · sales'],
    [{ tool: 'a\u202eb' }, 'a\ufffdb of notes used Demo · sales'],
  ])('%j', (call, sentence) => {
    expect(textOf(call)).toBe(sentence);
  });

  test('of a discovery names no tool', () => {
    const { tool: _, ...discovery } = CALL;
    expect(callPieces(discovery, () => 'Demo').map(({ text }) => text)[0]).toBe('The list of tools of ');
  });

  test('leads to the server and the connection', () => {
    expect(callPieces(CALL, () => 'Demo').flatMap(({ names }) => names ?? [])).toEqual([
      { page: 'server', id: 'notes' },
      { page: 'connection', id: 'demo~sales' },
    ]);
  });

  test('knows a call from the dashboard', () => {
    expect(isTrial(CALL)).toBe(false);
    expect(isTrial({ ...CALL, trial: true } as Call)).toBe(true);
  });
});

test('counts are a sentence', () => {
  const counts = [
    { server: 'notes', outcome: 'injected', calls: 3 },
    { server: 'notes', outcome: 'not_connected', calls: 1 },
  ] as const;
  const counted = { total: 4, more: false, counts: [...counts], unlisted: 0 };
  expect(countText(counted, 'Today')).toBe('Today there were 4 calls: 3 allowed, 1 refused.');
  expect(countText({ ...counted, more: true }, 'Today')).toBe('Today there were more than 4 calls.');
});

test('scopes have the words of the catalogue', () => {
  const provider = { apps: [{ scopes: [{ scope: 'read', description: 'Read notes' }] }] } as Provider;
  expect(scopeWords(provider)('read')).toBe('Read notes');
  expect(scopeWords(provider)('write')).toBeUndefined();
});
