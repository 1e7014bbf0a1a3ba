/** A fixed set of secrets, and the patterns by which the search finds these secrets in answers. */
import { caselessPatternsOf, type PatternSet, patternsOf } from './secret-patterns.ts';

/** The set makes its patterns when somebody first asks for the patterns, because the making takes milliseconds. */
export class SecretSet {
  /** Private, so that no log shows them. */
  readonly #secrets: ReadonlySet<string>;
  #patterns: PatternSet | undefined;
  #caseless: PatternSet | undefined;

  constructor(secrets: Iterable<string>) {
    this.#secrets = new Set(secrets);
  }

  hasAll(secrets: readonly string[]): boolean {
    return secrets.every((secret) => this.#secrets.has(secret));
  }

  /** A set of these secrets too. */
  andAlso(secrets: readonly string[]): SecretSet {
    return new SecretSet([...this.#secrets, ...secrets]);
  }

  /** What to look for in texts and bytes. */
  get patterns(): PatternSet {
    this.#patterns ??= patternsOf([...this.#secrets]);
    return this.#patterns;
  }

  /** What to look for in names of headers, which fetch writes in small letters. */
  get caselessPatterns(): PatternSet {
    this.#caseless ??= caselessPatternsOf([...this.#secrets]);
    return this.#caseless;
  }
}
