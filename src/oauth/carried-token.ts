import { OAUTH_LIMITS } from './limits.ts';

/** Visible ASCII: RFC 6749 appendix A.12 without the space, which a header cannot carry (T149). */
const VISIBLE = /^[\x21-\x7e]+$/;

/** The token if a header and a form can carry it and a row can hold it. Undefined for any other value. Pure. */
export function carried(value: unknown): string | undefined {
  const isToken = typeof value === 'string' && value.length <= OAUTH_LIMITS.token && VISIBLE.test(value);
  return isToken ? value : undefined;
}
