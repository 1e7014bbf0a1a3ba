/** The secrets that one fetch or session has sent. A server may repeat a token of an earlier attempt, or of an earlier call. */
import { secretsOf, type Values } from './injected-secrets.ts';
import { LIMITS } from './limits.ts';
import { SecretSet } from './secret-set.ts';

/** The secrets that are removed from answers. The set can grow while an answer is read. */
export class KnownSecrets {
  /** The newest last. Private, so that no log shows them. */
  readonly #secrets = new Set<string>();
  #now = new SecretSet([]);

  constructor(...injections: Values[]) {
    for (const injection of injections) this.add(injection);
  }

  /**
   * Adds the secrets of an injection before the request is sent. Beyond {@link LIMITS.knownSecrets} the oldest secrets are forgotten, so
   * the answer to that request is searched for an {@link AnswerSecrets}. Returns the secrets of the injection.
   */
  add(injection: Values): readonly string[] {
    const secrets = secretsOf(injection);
    const isNew = secrets.some((secret) => !this.#secrets.has(secret));
    for (const secret of secrets) {
      // What was sent last is forgotten last.
      this.#secrets.delete(secret);
      this.#secrets.add(secret);
    }
    if (!isNew) return secrets;
    for (const oldest of [...this.#secrets].slice(0, -LIMITS.knownSecrets)) this.#secrets.delete(oldest);
    this.#now = new SecretSet(this.#secrets);
    return secrets;
  }

  /** The secrets that are known at present. */
  get now(): SecretSet {
    return this.#now;
  }
}
