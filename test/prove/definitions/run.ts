/**
 * `npm run prove:definitions`: breaks each field of each definition in turn, in one process, and counts which breaks a rule, a
 * recorded request or a journey notices. Exits 1 below 95 %, and for a survivor that survivors.json does not have.
 */
import { fromCommandLine } from '../../../command-line/from-command-line.ts';
import { number, text } from '../../../command-line/option.ts';
import { CATALOGUE } from '../../../src/providers/catalogue.ts';
import { dice } from '../seeded.ts';
import { type Break, breaksOf } from './breaks.ts';
import { noticeOf, RECORDS } from './notice.ts';
import { judge, LEAST_PERCENT, listedSurvivors, outdated, percentOf, unlisted } from './survivors.ts';

const { options } = fromCommandLine({
  call: 'npm run prove:definitions',
  description:
    'Breaks each field of each provider’s definition in turn, and counts which breaks are noticed.',
  options: {
    only: text('<provider>', 'the definition of this provider alone'),
    'share-count': number({ least: 1, most: 100_000, usual: undefined }, 'so many breaks, drawn by the seed'),
    seed: number({ least: 1, most: 99_999_999, usual: 1 }, 'draws the breaks'),
  },
  notes: ['Exits 1 below 95 %, and for a survivor that test/prove/definitions/survivors.json does not have.'],
});

/** The same seed draws the same breaks. */
function drawn(all: readonly Break[], count: number): Break[] {
  const { next } = dice(options.seed);
  const shuffled = all.map((one) => ({ one, at: next() })).sort((left, right) => left.at - right.at);
  return shuffled.slice(0, count).map(({ one }) => one);
}

const { only } = options;
const count = options['share-count'];
const definitions = [...CATALOGUE.values()].filter(({ id }) => only === undefined || id === only);
const wrong: string[] = [];
for (const definition of definitions) {
  const notice = await noticeOf(definition);
  if (notice) wrong.push(`${definition.id} is noticed although it is whole: ${notice.by}: ${notice.said}`);
}
const all = definitions.flatMap(breaksOf);
const verdict = await judge(count === undefined ? all : drawn(all, count));
const listed = listedSurvivors();
const { broken, survivors, noticed } = verdict;
const percent = percentOf(verdict);
const show = ({ provider, field, what }: { provider: string; field: string; what: string }) =>
  `${provider}: ${field}: ${what}`;
for (const one of unlisted(survivors, listed)) wrong.push(`NOT LISTED ${show(one)}`);
if (only === undefined && count === undefined)
  for (const one of outdated(survivors, listed)) wrong.push(`no longer alive: ${show(one)}`);
if (percent < LEAST_PERCENT) wrong.push(`less than ${LEAST_PERCENT} % were noticed`);
for (const line of wrong) console.log(line);
console.log(
  `noticed by ${Object.entries(noticed)
    .map(([by, times]) => `${by}: ${times}`)
    .join(', ')}`,
);
const figures = `${broken} breaks, ${broken - survivors.length} noticed (${percent.toFixed(1)} %)`;
const alone = Object.entries(noticed)
  .filter(([by]) => !RECORDS.includes(by))
  .reduce((sum, [, times]) => sum + times, 0);
const share = broken === 0 ? 0 : (100 * alone) / broken;
console.log(`without records of the definitions themselves: ${alone} noticed (${share.toFixed(1)} %)`);
console.log(`definitions broken: ${figures}, ${survivors.length} survivors`);
process.exit(wrong.length > 0 ? 1 : 0);
