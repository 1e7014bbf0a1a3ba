/** The kinds of options that a command can have: each description what help prints about it, and reads its value. */
import { didYouMean } from './did-you-mean.ts';

/** A command line that cannot be carried out. Its message is for the person, and repeats nothing that was typed. */
export class UsageError extends Error {}

export interface Option<Value> {
  /** As help shows the value: `<stage>`. Undefined: a flag, which takes none. */
  placeholder: string | undefined;
  /** What help description. */
  description: string;
  /** The subcommands that have it. Undefined: all of them. */
  of: readonly string[] | undefined;
  isRequired: boolean;
  /** @throws {UsageError} */
  read(given: string | undefined, name: string): Value;
}

interface Scope {
  /** The subcommands that have this option. @default all of them */
  of?: readonly string[];
}

export function flag(description: string, { of }: Scope = {}): Option<boolean> {
  return { placeholder: undefined, description, of, isRequired: false, read: (given) => given !== undefined };
}

export function text(
  placeholder: string,
  description: string,
  { of }: Scope = {},
): Option<string | undefined> {
  return { placeholder, description, of, isRequired: false, read: (given) => given };
}

export function textOr(usual: string, placeholder: string, description: string): Option<string> {
  const said = `${description} (default: ${usual})`;
  return {
    placeholder,
    description: said,
    of: undefined,
    isRequired: false,
    read: (given) => given ?? usual,
  };
}

interface Form {
  pattern: RegExp;
  /** Completes the sentence "--name takes …". */
  description: string;
}

/** An empty value counts as missing: it is mostly a shell variable that is not set. */
export function requiredText(
  placeholder: string,
  description: string,
  { of, form }: Scope & { form?: Form } = {},
): Option<string> {
  return {
    ...{ placeholder, description, of, isRequired: true },
    read(given, name) {
      if (!given) throw new UsageError(`--${name} ${placeholder} is missing.`);
      if (form && !form.pattern.test(given)) throw new UsageError(`--${name} takes ${form.description}.`);
      return given;
    },
  };
}

interface Whole {
  least: number;
  most: number;
  usual: number | undefined;
}

/** A whole number. Undefined where it is not given, if `usual` is. */
export function number<Usual extends number | undefined>(
  { least, most, usual }: Whole & { usual: Usual },
  description: string,
  { of }: Scope = {},
): Option<number | Usual> {
  const said = usual === undefined ? description : `${description} (default: ${usual})`;
  return {
    ...{ placeholder: '<number>', description: said, of, isRequired: false },
    read(given, name) {
      if (given === undefined) return usual;
      const value = Number(given);
      if (/^\d{1,15}$/.test(given) && value >= least && value <= most) return value;
      throw new UsageError(`--${name} takes a number from ${least} to ${most}.`);
    },
  };
}

export function oneOf<Choice extends string>(
  choices: readonly Choice[],
  usual: Choice,
  description: string,
): Option<Choice> {
  return {
    placeholder: choices.join('|'),
    description: `${description} (default: ${usual})`,
    of: undefined,
    isRequired: false,
    read(given = usual, name) {
      const chosen = choices.find((choice) => choice === given);
      if (chosen) return chosen;
      throw new UsageError(`--${name} takes one of ${choices.join(', ')}.${didYouMean(given, choices)}`);
    },
  };
}

/** Several of these words, with commas between them. Empty where it is not given. */
export function listOf(
  choices: readonly string[],
  placeholder: string,
  description: string,
): Option<string[]> {
  return {
    ...{ placeholder, description, of: undefined, isRequired: false },
    read(given, name) {
      const words = given?.split(',') ?? [];
      const unknown = words.find((word) => !choices.includes(word));
      if (unknown === undefined) return words;
      throw new UsageError(`--${name} takes a list of ${choices.join(', ')}.${didYouMean(unknown, choices)}`);
    },
  };
}
