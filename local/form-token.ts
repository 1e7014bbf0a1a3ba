/** Binds a form to the page that showed it (CSRF): who has not read the page cannot send its form. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface FormTokens {
  /** For the forms of an interaction that a person sees while signed in as an account, or as nobody. */
  make(uid: string, accountId: string | undefined): string;
  /** Whether a token is that of such a form. */
  isOf(token: string, uid: string, accountId: string | undefined): boolean;
}

/** Its tokens end with the process: a page that was opened before has expired. */
export function formTokens(key: Buffer = randomBytes(32)): FormTokens {
  const make = (uid: string, accountId: string | undefined) =>
    createHmac('sha256', key)
      .update(JSON.stringify([uid, accountId]))
      .digest('base64url');
  return {
    make,
    isOf(token, uid, accountId) {
      const [given, wanted] = [Buffer.from(token), Buffer.from(make(uid, accountId))];
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
