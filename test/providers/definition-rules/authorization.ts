/** T007 T009 T010: what a definition adds to the authorization request, the token request and the refresh. */
import { isReservedParameter, PARAMETER_NAME } from '../../../src/contract/authorization-parameters.ts';
import type { Rule } from './rule.ts';

/**
 * T009: reviewed. Slack's apps break on a challenge unless they switched to public clients, for good. LinkedIn's web apps break
 * on a verifier. Nothing says that Gong takes a challenge.
 */
const WITHOUT_CHALLENGE = ['gong', 'linkedin', 'slack', 'slack-user'];

export const authorization: Rule = ({ id, oauth }) => [
  ['no S256 challenge', oauth.pkce !== 'S256' && !WITHOUT_CHALLENGE.includes(id)],
  ...Object.entries(oauth.authorizationParameters).flatMap<[string, boolean]>(([name, value]) => [
    [`reserved parameter ${name}`, isReservedParameter(name, value)],
    oddParameter(name, value),
  ]),
  ...[oauth.exchangeParameters, oauth.refreshParameters].flatMap((added = {}) =>
    Object.entries(added).map(([name, value]) => oddParameter(name, value)),
  ),
];

/** The name is plain. The value is printable ASCII, which is encoded where the request is made (`resource`, RFC 8707). */
function oddParameter(name: string, value: string): [fault: string, isWrong: boolean] {
  return [
    `odd parameter ${name}`,
    !PARAMETER_NAME.test(name) || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value),
  ];
}
