/** These tests say which account a definition finds in an answer (T022, T176). */
import type { Provider } from '../../../src/oauth/provider.ts';
import type { Rule } from './rule.ts';

/** Answers that name no account. */
const NO_ACCOUNT: unknown[] = [
  ...[null, undefined, 7, 'text', [], {}],
  ...[{ id: {}, login: [], sub: {}, email: 7 }, { email: 'a@b' }, { data: { id: 7 } }],
];

export const accountReader: Rule = ({ oauth: { account } }) =>
  NO_ACCOUNT.map((answer) => [
    `an account in ${JSON.stringify(answer)}`,
    readBy(account, answer) !== undefined,
  ]);

/** A reader may throw: the broker takes that for an answer that names nobody. */
function readBy(account: Provider['oauth']['account'], answer: unknown) {
  if (account.kind === 'openid') return undefined;
  try {
    return account.read(answer as Record<string, unknown>);
  } catch {
    return undefined;
  }
}
