import type { FieldForms } from '../../words/field-words.ts';
import { CLIENT_FORMS } from '../app/app-words.ts';

const ADDRESS = 'This must be a whole https address, such as https://login.example.com/oauth/token.';

/** What each field of a description takes, for a value of another form. */
export const CUSTOM_FORMS: FieldForms = {
  ...CLIENT_FORMS,
  '/custom/name': 'A name has 1 to 80 characters.',
  '/custom/issuer': 'This must be a whole https address, such as https://login.example.com.',
  '/custom/authorizationEndpoint': ADDRESS,
  '/custom/tokenEndpoint': ADDRESS,
  '/custom/userinfoEndpoint': ADDRESS,
  '/custom/revocationEndpoint': ADDRESS,
  '/custom/apiHosts':
    'Write hosts alone, such as api.example.com: without https:// and without a path. 1 to 20.',
  '/custom/scopes': 'A scope is 1 to 200 printable characters without blanks. At most 50.',
  '/custom/authorizationParameters':
    'Write one parameter on each line: a name of small letters and _, then = and a value. At most 20.',
  '/custom/account': 'Write names of members with dots between, such as data.id. At most five.',
  '/custom/tokenHeader/name': 'This is no name of a header.',
  '/custom/tokenHeader/value': 'Write {accessToken} once, such as Bearer {accessToken}.',
  '/custom/variables':
    'A name begins with a small letter and has letters and digits; each variable needs a label. At most 10.',
  '/variables': 'The value does not have the form that the variable says.',
};

/** Pointers that a field of the form shows, which are the keys above. */
export const SHOWN_POINTERS: readonly string[] = Object.keys(CUSTOM_FORMS);
