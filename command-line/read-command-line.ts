/** In: a command's description and its arguments. Out: what they say, or a UsageError. No argument is ignored. */
import { parseArgs } from 'node:util';
import type { Command, CommandLine, Operand, Options } from './command.ts';
import { didYouMean } from './did-you-mean.ts';
import { UsageError } from './option.ts';

type Tokens = ReturnType<typeof tokensOf>;
type OptionToken = Extract<Tokens[number], { kind: 'option' }>;

/** Answers `'help'` where it is asked for, whatever else the arguments hold. */
export function readCommandLine<Known extends Options>(
  command: Command<Known>,
  args: string[],
): CommandLine<Known> | 'help' {
  const tokens = tokensOf(args, command.options);
  const given = tokens.filter((token) => token.kind === 'option');
  if (given.some(({ name }) => name === 'help' || name === 'h')) return 'help';
  for (const token of given) checkOption(command, token);
  const { exclusive } = command;
  if (exclusive?.every((one) => given.some(({ name }) => name === one)))
    throw new UsageError(`--${exclusive[0]} and --${exclusive[1]} exclude each other.`);
  const words = tokens.filter((token) => token.kind === 'positional');
  const subcommand = subcommandOf(command, words[0]?.value);
  const rest = command.subcommands ? words.slice(1) : words;
  const wanted = command.subcommands ? command.subcommands[subcommand]?.operand : command.operand;
  const operand = operandOf(wanted, rest[0]?.value);
  const surplus = rest[wanted ? 1 : 0];
  if (surplus) throw new UsageError(`Argument ${surplus.index + 1} is not an option of ${command.call}.`);
  return { subcommand, operand, options: valuesOf(command, subcommand, given) };
}

function tokensOf(args: string[], options: Options) {
  const kinds = Object.entries(options).map(
    ([name, { placeholder }]) => [name, { type: placeholder ? 'string' : 'boolean' }] as const,
  );
  // Not strict: the parser's own messages quote what was typed, and suggest nothing.
  return parseArgs({
    args,
    options: Object.fromEntries<{ type: 'string' | 'boolean' }>(kinds),
    ...{ strict: false, tokens: true, allowPositionals: true },
  }).tokens;
}

function checkOption({ call, options }: Command<Options>, { name, index, value, inlineValue }: OptionToken) {
  if (!Object.hasOwn(options, name)) {
    const near = didYouMean(
      `--${name}`,
      Object.keys(options).map((known) => `--${known}`),
    );
    throw new UsageError(`Argument ${index + 1} is not an option of ${call}.${near}`);
  }
  const { placeholder } = options[name] ?? {};
  if (!placeholder && value !== undefined) throw new UsageError(`--${name} takes no value.`);
  // The next option is not the value of this one; who means it so writes `--name=--value`.
  if (placeholder && (value === undefined || (!inlineValue && value.startsWith('-'))))
    throw new UsageError(`--${name} needs a value: --${name} ${placeholder}.`);
}

function subcommandOf({ call, subcommands }: Command<Options>, word: string | undefined): string {
  if (!subcommands) return '';
  const names = Object.keys(subcommands);
  if (word === undefined) throw new UsageError(`${call} needs a command, one of ${names.join(', ')}.`);
  if (names.includes(word)) return word;
  throw new UsageError(`${call} has no such command, but ${names.join(', ')}.${didYouMean(word, names)}`);
}

function operandOf(operand: Operand | undefined, word: string | undefined): string | undefined {
  if (!operand || (word === undefined && !operand.isRequired)) return undefined;
  const { placeholder, choices } = operand;
  if (!word) throw new UsageError(`${placeholder} is missing.`);
  if (!choices || choices.includes(word)) return word;
  throw new UsageError(`${placeholder} is one of ${choices.join(', ')}.${didYouMean(word, choices)}`);
}

function valuesOf<Known extends Options>(
  { call, options }: Command<Known>,
  subcommand: string,
  given: readonly OptionToken[],
): CommandLine<Known>['options'] {
  const values = Object.entries(options).map(([name, option]) => {
    const found = given.findLast((token) => token.name === name);
    if (option.of && !option.of.includes(subcommand)) {
      if (!found) return [name, option.isRequired ? undefined : option.read(undefined, name)];
      throw new UsageError(`--${name} is not an option of ${call} -- ${subcommand}.`);
    }
    return [name, option.read(found && (found.value ?? ''), name)];
  });
  return Object.fromEntries(values);
}
