/** `npm run --silent token -- ada`: prints an access token of the local environment, for curl. */
import { resolve } from 'node:path';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { number, text, textOr } from '../command-line/option.ts';
import { CannotSign, mintToken } from './mint-token.ts';
import { LOCAL_AUDIENCE, PEOPLE, type PersonId } from './people.ts';
import { ReadableByOthers } from './private-file.ts';
import { stateInUse } from './state-folders.ts';

const { operand, options } = fromCommandLine({
  call: 'npm run --silent token',
  description: 'Prints an access token of a person of the local environment, and nothing else.',
  operand: { placeholder: '<person>', isRequired: true, choices: PEOPLE.map(({ id }) => id) },
  options: {
    minutes: number({ least: 1, most: 60, usual: 60 }, 'How long the token lives.'),
    audience: textOr(LOCAL_AUDIENCE, '<audience>', 'Whom the token is for.'),
    state: text(
      '<folder>',
      'The state folder of npm start (default: the one that a running npm start uses).',
    ),
  },
  notes: [
    'Without --silent, npm prints two lines of its own before the token.',
    'In a command line, write "$(npm run --silent token -- ada)": so the token is in no history.',
  ],
});

async function main(): Promise<void> {
  const stateDir = resolve(options.state ?? (await stateInUse()));
  const { audience, minutes } = options;
  // The command line has judged the word.
  const person = operand as PersonId;
  const token = await mintToken({ stateDir, person, audience, minutes, now: Date.now() });
  process.stdout.write(`${token}\n`);
}

main().catch((error: unknown) => {
  const isMeant = error instanceof CannotSign || error instanceof ReadableByOthers;
  process.stderr.write(isMeant ? `${error.message}\n` : 'The state folder cannot be read.\n');
  process.exitCode = 1;
});
