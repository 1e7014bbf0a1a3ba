/** What a provider says of an OAuth app, in words. Pure. */
import type { AppCheck } from '../../api/apps.ts';
import type { Told } from './told.ts';

export interface CheckWords {
  tone: 'good' | 'warning' | 'bad';
  title: string;
  text: string;
}

/** Codes of providers that say which of the two is wrong. RFC 6749 has one for both (`invalid_client`). */
const ABOUT_ID = /client_?id|unknown_client|client_not_found/i;
const ABOUT_SECRET = /secret/i;

/** `name`: the provider's. */
export function toldWords({ of, check, problem }: Told, name: string): CheckWords {
  if (check === undefined) return uncheckedWords({ of, ...(problem && { problem }) }, name);
  const { tone, title, text } = checkWords(check, name);
  const isGood = tone === 'good';
  if (of === 'saved') return { tone, title: `Saved${isGood ? '. ' : ', but '}${title}`, text };
  return { tone, title, text: of === 'form' && isGood ? `${text} Nothing is saved yet.` : text };
}

export function checkWords(
  { outcome, error = '', host }: Pick<AppCheck, 'outcome' | 'error' | 'host'>,
  name: string,
): CheckWords {
  switch (outcome) {
    case 'accepted':
      return {
        tone: 'good',
        title: `${name} accepts this app`,
        text: `${host} took the client id and the client secret, and refused only the made-up code of this check. A provider that looks at codes first would answer the same.`,
      };
    case 'refused':
      return { tone: 'bad', title: `${name} refuses ${refusedPart(error)}`, text: refusedAdvice(error) };
    case 'redirect_uri_refused':
      return {
        tone: 'bad',
        title: `${name} refuses the redirect URI`,
        text: 'It is not registered for this client there. Register exactly this one:',
      };
    case 'unclear':
      return {
        tone: 'warning',
        title: `${name} does not say whether this app is right`,
        text: 'It may be right or wrong: the answer says nothing of the client. The first consent shows it.',
      };
    case 'unreachable':
      return {
        tone: 'warning',
        title: `${host} did not answer`,
        text: 'It took too long, or its address is not public. Check the address if you wrote it, and try again in a moment.',
      };
  }
}

function refusedPart(error: string): string {
  if (ABOUT_SECRET.test(error)) return 'the client secret';
  return ABOUT_ID.test(error) ? 'the client id' : 'the client id or the client secret';
}

function refusedAdvice(error: string): string {
  if (ABOUT_SECRET.test(error))
    return 'It knows the client id. Copy the secret again, or make a new one: it has a wrong character, has expired or was replaced there.';
  if (ABOUT_ID.test(error))
    return 'No client has this id there. Copy the client id again, and look whether it was deleted.';
  return 'Copy both again from the provider’s page. A secret that has expired or was replaced there is refused in the same way.';
}

function uncheckedWords({ of, problem }: Told, name: string): CheckWords {
  const text =
    problem?.code === 'invalid_variable'
      ? `The address of ${name} has a part that whoever connects gives. Give one at “Check again”, or connect an account.`
      : (problem?.detail ?? 'Press “Check again”.');
  return { tone: 'warning', title: of === 'saved' ? 'Saved, but not checked' : 'Not checked', text };
}
