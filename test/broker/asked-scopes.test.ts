/** Covers src/broker/servers/asked-scopes.ts. */
import { expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { readAsked, readPages } from '../../src/broker/servers/asked-scopes.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 1);

it('a row that was edited is read as far as it has the form, and hides or shows a page at most', () => {
  const texts = [
    `${NOW - HOUR}/1/asked/good`,
    `${NOW + HOUR}/1/declined/later`,
    `${NOW - 25 * HOUR}/1/declined/old`,
    `${NOW}/1/maybe/x`,
    `${NOW}/1/asked/a b`,
    `${NOW}/1/asked/${'a'.repeat(201)}`,
    7,
    null,
  ];
  expect(readAsked(texts, NOW)).toEqual([{ scope: 'good', at: NOW - HOUR, epoch: 1, answer: 'asked' }]);
  expect(readAsked(Array(10_000).fill(`${NOW}/1/asked/x`), NOW)).toHaveLength(2 * LIMITS.stepUpScopes);
});

it('its pages are numbers of a day, and not more than are counted', () => {
  expect(readPages(undefined, NOW)).toEqual([]);
  const times = [NOW - HOUR, NOW - 25 * HOUR, NOW + HOUR, String(NOW), null];
  expect(readPages(times, NOW)).toEqual([NOW - HOUR]);
  expect(readPages(Array(10_000).fill(NOW), NOW)).toHaveLength(2 * LIMITS.stepUpPages);
});
