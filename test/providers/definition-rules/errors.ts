/** What the error codes of a provider mean. */
import type { Rule } from './rule.ts';

/** Codes whose meaning RFC 6749 fixes: a provider's lists are beside them, never against them. */
const FIXED = [
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_request',
  'temporarily_unavailable',
  'server_error',
  'slow_down',
];

export const errors: Rule = ({
  oauth: {
    errors: { deadGrant, configuration, transient },
  },
}) => {
  const codes = [...deadGrant, ...configuration, ...transient];
  return [
    ['an error code of two meanings', new Set(codes).size !== codes.length],
    ...codes.map<[string, boolean]>((code) => [
      `error code ${code}`,
      FIXED.includes(code) || !/^[A-Za-z0-9_]+$/.test(code),
    ]),
  ];
};
