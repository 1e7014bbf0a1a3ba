/** In: a command. Out: the text that `--help` prints. */
import type { Command, Operand, Options } from './command.ts';
import type { Option } from './option.ts';

export function helpOf({
  call,
  description,
  subcommands,
  operand,
  options,
  notes = [],
}: Command<Options>): string {
  const uses = subcommands
    ? Object.entries(subcommands).map(([name, one]) => ({ name, operand: one.operand }))
    : [{ name: '', operand }];
  const usages = uses.map((use) => `  ${usageOf(call, use, options)}`);
  const explained = Object.entries(subcommands ?? {}).map(([name, one]) => [name, one.description] as const);
  const described = Object.entries(options).map(
    ([name, one]) => [nameOf(name, one), one.description] as const,
  );
  const sections = [
    `${description}`,
    `Usage:\n${usages.join('\n')}`,
    ...(explained.length > 0 ? [`Commands:\n${columns(explained)}`] : []),
    `Options:\n${columns([...described, ['--help', 'Prints this text.']])}`,
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function usageOf(
  call: string,
  use: { name: string; operand: Operand | undefined },
  options: Options,
): string {
  const { name, operand } = use;
  const own = Object.entries(options).filter(([, { of }]) => !of || of.includes(name));
  const words = [
    name,
    operand ? bracketed(operand.placeholder, operand.isRequired) : '',
    ...own.map(([option, one]) => bracketed(nameOf(option, one), one.isRequired)),
  ].filter((word) => word !== '');
  return words.length > 0 ? `${call} -- ${words.join(' ')}` : call;
}

const nameOf = (name: string, { placeholder }: Option<unknown>) =>
  placeholder ? `--${name} ${placeholder}` : `--${name}`;

const bracketed = (word: string, isRequired: boolean) => (isRequired ? word : `[${word}]`);

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
