/**
 * Covers command-line/command-help.ts, command-line/did-you-mean.ts, command-line/option.ts,
 * command-line/read-command-line.ts.
 */
import { describe, expect, it } from 'vitest';
import { helpOf } from '../../command-line/command-help.ts';
import { didYouMean } from '../../command-line/did-you-mean.ts';
import { flag, number, oneOf, requiredText, text, textOr } from '../../command-line/option.ts';
import { readCommandLine } from '../../command-line/read-command-line.ts';

const COMMAND = {
  call: 'npm run paint',
  description: 'Paints a thing.',
  subcommands: {
    wall: { description: 'Paints a wall.', operand: { placeholder: '<room>', isRequired: true } },
    door: { description: 'Paints a door.' },
  },
  options: {
    colour: oneOf(['red', 'blue'], 'red', 'The colour.'),
    coats: number({ least: 1, most: 3, usual: 2 }, 'The number of coats.', { of: ['wall'] }),
    owner: requiredText('<name>', 'The owner.', { of: ['door'] }),
    note: text('<text>', 'A note.'),
    brush: textOr('flat', '<brush>', 'The brush.'),
    dry: flag('Only looks.'),
  },
};
const read = (...args: string[]) => readCommandLine(COMMAND, args);

describe('readCommandLine', () => {
  it('gives what is typed, and the default of what is not', () => {
    expect(read('wall', 'kitchen', '--colour', 'blue', '--coats=3', '--dry')).toEqual({
      subcommand: 'wall',
      operand: 'kitchen',
      options: { colour: 'blue', coats: 3, owner: undefined, note: undefined, brush: 'flat', dry: true },
    });
    expect(read('door', '--owner', 'ada')).toMatchObject({
      subcommand: 'door',
      options: { colour: 'red', owner: 'ada', dry: false },
    });
  });

  it('takes the last of two values, and one that begins with a dash where it is written with =', () => {
    expect(read('door', '--owner', 'ada', '--owner=-bob')).toMatchObject({ options: { owner: '-bob' } });
  });

  it.each([[['--help']], [['-h']], [['wall', '--nothing', '--help']]])('%j asks for help', (args) => {
    expect(read(...args)).toBe('help');
  });

  it.each<[string[], string]>([
    [['door'], '--owner <name> is missing.'],
    [['door', '--owner='], '--owner <name> is missing.'],
    [['door', '--owner', 'ada', '--coats', '1'], '--coats is not an option of npm run paint -- door.'],
    [['wall', 'kitchen', '--coats', '4'], '--coats takes a number from 1 to 3.'],
    [['wall', 'kitchen', '--coats', '1.5'], '--coats takes a number from 1 to 3.'],
    [['wall', 'kitchen', '--coats', ''], '--coats takes a number from 1 to 3.'],
    [['wall', 'kitchen', '--colour', 'bleu'], '--colour takes one of red, blue. Did you mean blue?'],
    [['wall', 'kitchen', '--note'], '--note needs a value: --note <text>.'],
    [['wall', 'kitchen', '-d'], 'Argument 3 is not an option of npm run paint.'],
    [['wall', 'kitchen', '--', '--dry'], 'Argument 4 is not an option of npm run paint.'],
    [['wall', 'kitchen', 'hall'], 'Argument 3 is not an option of npm run paint.'],
    [['toString'], 'npm run paint has no such command, but wall, door.'],
    [['wall', 'kitchen', '--constructor', 'x'], 'Argument 3 is not an option of npm run paint.'],
  ])('refuses %j', (args, message) => {
    expect(() => read(...args)).toThrow(new Error(message));
  });
});

describe('helpOf', () => {
  it('shows each subcommand with its own options', () => {
    const help = helpOf(COMMAND);
    expect(help).toContain(
      '  npm run paint -- wall <room> [--colour red|blue] [--coats <number>] [--note <text>] [--brush <brush>] [--dry]\n',
    );
    expect(help).toContain('  npm run paint -- door [--colour red|blue] --owner <name> [--note <text>]');
    expect(help).toMatch(/--coats <number> +The number of coats\. \(default: 2\)\n/);
  });
});

describe('didYouMean', () => {
  it.each([
    ['--stgae', ['--stage', '--table'], ' Did you mean --stage?'],
    ['injct', ['inject', 'idle'], ' Did you mean inject?'],
    ['rfresh', ['refresh', 'restore'], ' Did you mean refresh?'],
    ['kitchen', ['inject', 'idle'], ''],
    ['', ['inject'], ''],
  ])('%s', (typed, known, sentence) => {
    expect(didYouMean(typed, known)).toBe(sentence);
  });
});
