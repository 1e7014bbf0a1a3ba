import { afterAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { openTheatre } from './scripted/journey.ts';
import { runJourney } from './scripted/run-journey.ts';
import { SCRIPTS } from './scripted/scripts.ts';

describe('every provider of the catalogue', () => {
  it('has a script, and no script is without a provider', () => {
    const scripted = [...new Set(SCRIPTS.map(({ provider }) => provider))];
    expect(scripted.sort()).toEqual([...CATALOGUE.keys()].sort());
  });

  const named = SCRIPTS.map((script) => ({
    ...script,
    name: [script.provider, script.variant].filter(Boolean).join(', '),
  }));

  it.each(named)('$name: connect, inject, refresh, faults, dead grant, disconnect', async (script) => {
    const theatre = await openTheatre(script);
    try {
      await runJourney(theatre);
    } finally {
      await theatre.close();
    }
  });

  afterAll(() => process.stdout.write(`journeys: ${CATALOGUE.size} providers, ${SCRIPTS.length} scripts\n`));
});
