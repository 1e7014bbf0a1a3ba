/** How a command describes itself, for its help and for the reader of its arguments. */
import type { Option } from './option.ts';

export type Options = Record<string, Option<unknown>>;

/** A word that is not an option, such as a provider's name. */
export interface Operand {
  /** As help shows it: `<provider>`. */
  placeholder: string;
  isRequired: boolean;
  /** The words that exist. Undefined: any. */
  choices?: readonly string[];
}

export interface Subcommand {
  /** One sentence. */
  description: string;
  operand?: Operand;
}

export interface Command<Known extends Options> {
  /** As it is typed: `npm run bench`. */
  call: string;
  /** One sentence. */
  description: string;
  /** The first word of the arguments, where the command has several things to do. */
  subcommands?: Record<string, Subcommand>;
  /** Of a command without subcommands. */
  operand?: Operand;
  options: Known;
  /** Two options that cannot be given together. */
  exclusive?: readonly [string, string];
  /** Sentences that follow the options. */
  notes?: readonly string[];
}

export interface CommandLine<Known extends Options> {
  /** Empty where the command has none. A required option of another subcommand has no value. */
  subcommand: string;
  operand: string | undefined;
  options: { [Name in keyof Known]: ReturnType<Known[Name]['read']> };
}
