/** docs/cost.md shows what `npm run bench -- idle` prints. Covers bench/idle, bench/prices.ts. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeIdle } from '../../bench/idle/describe.ts';
import { idleStage, idleTick } from '../../bench/idle/measure.ts';

it('docs/cost.md has the tables of an idle stage and of requests as the command prints them', async () => {
  const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
  const printed = describeIdle({ stages: [idleStage('prod')], tick: await idleTick() });
  const blocks = printed.split('\n\n').filter((block) => block.includes('$'));
  expect(blocks).toHaveLength(3);
  for (const block of blocks) expect(page).toContain(block);
});
