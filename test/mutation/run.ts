/**
 * `npm run mutate`: changes the code of the rooms of rooms.ts in many small ways, one at a time, and counts which changes a test
 * notices. Exits 1 below the score, and for a mutant that is alive and not in survivors.json.
 */
import { globSync, readFileSync } from 'node:fs';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { number } from '../../command-line/option.ts';
import { dice } from '../prove/seeded.ts';
import { ROOMS, type Room } from './rooms.ts';
import { mutate } from './stryker.ts';
import { listedSurvivors, outdated, scoreOf, survivorsIn, unlisted } from './survivors.ts';

const LEAST_SCORE = 90;

const { operand, options } = fromCommandLine({
  call: 'npm run mutate',
  description: 'Changes code in many small ways, one at a time, and counts which changes a test notices.',
  operand: { placeholder: '<room>', isRequired: false, choices: Object.keys(ROOMS) },
  options: {
    minutes: number(
      { least: 1, most: 600, usual: undefined },
      'a part of the rooms that takes about so long, drawn by the seed',
    ),
    seed: number({ least: 1, most: 99_999_999, usual: 1 }, 'draws the part'),
  },
  notes: ['Exits 1 below 90 %, and for a survivor that test/mutation/survivors.json does not have.'],
});

const SECONDS = 60;

interface Part extends Pick<Room, 'tests' | 'isAccounted'> {
  name: string;
  files: string[];
}

function whole([name, { mutate: patterns, tests, isAccounted }]: [string, Room]): Part {
  return { name, files: globSync([...patterns]).sort(), tests, isAccounted };
}

/** Of one room that is accounted for as many files as fit into the time. The same seed draws the same ones. */
function drawn(minutes: number, seed: number): Part {
  const { next, pick } = dice(seed);
  const [name, room] = pick(Object.entries(ROOMS).filter(([, { isAccounted }]) => isAccounted));
  const shuffled = whole([name, room]).files.map((file) => ({ file, at: next() }));
  let left = minutes * SECONDS;
  const files: string[] = [];
  for (const { file } of shuffled.sort((one, other) => one.at - other.at)) {
    left -= readFileSync(file, 'utf8').split('\n').length * room.secondsPerLine;
    if (left >= 0 || files.length === 0) files.push(file);
  }
  return { ...whole([name, room]), name: `${name}, seed ${seed}`, files };
}

function chosen(): Part[] {
  if (options.minutes !== undefined) return [drawn(options.minutes, options.seed)];
  return Object.entries(ROOMS)
    .filter(([name]) => operand === undefined || name === operand)
    .map(whole);
}

/** How many things are wrong. A part of a room has no score: too few mutants. */
async function judge({ name, files, tests, isAccounted }: Part): Promise<number> {
  const report = await mutate(files, tests);
  const listed = listedSurvivors();
  const { killed, all, percent } = scoreOf(report);
  const found = survivorsIn(report);
  const news = unlisted(found, listed);
  for (const { at, line, replacement } of news) console.log(`NOT LISTED ${at}: ${line} → ${replacement}`);
  for (const { file, line } of outdated(report, listed)) console.log(`no longer alive: ${file}: ${line}`);
  const score = `${percent.toFixed(1)} %: ${killed} of ${all} mutants noticed`;
  console.log(`mutation of ${name}: ${score}, ${found.length} alive, ${news.length} of them not listed`);
  if (!isAccounted) return 0;
  return news.length + (options.minutes === undefined && percent < LEAST_SCORE ? 1 : 0);
}

let wrong = 0;
for (const part of chosen()) wrong += await judge(part);
process.exit(wrong > 0 ? 1 : 0);
