/** What makes the return of a consent safe. */
import type { Fence } from './fence.ts';

const RETURN = 'test/journeys/return-of-a-consent.test.ts';
const COMPLETE = 'test/journeys/complete.test.ts';
const CALLBACK = 'test/journeys/callback.test.ts';
const SESSION_CODES = 'src/broker/connect/session-codes.ts';
const COMPLETE_CONNECT = 'src/broker/connect/complete-connect.ts';
const JUDGE_RETURN = 'src/broker/connect/judge-return.ts';

export const CONSENT_FENCES: readonly Fence[] = [
  {
    what: 'the starter alone finishes, also where the provider approves silently',
    file: COMPLETE_CONNECT,
    fence: '  if (isOtherPerson(session, input)) return refuseOther(ports, input, { session, response });\n',
    without: '',
    test: COMPLETE,
    name: 'T028',
  },
  {
    what: 'the starter is known by issuer and subject',
    file: 'src/broker/caller.ts',
    fence: '  return left.issuer === right.issuer && left.subject === right.subject;\n',
    without: '  return left.subject === right.subject;\n',
    test: RETURN,
    name: 'the starter is one person of one issuer',
  },
  {
    what: 'a completion needs the secret of the start',
    file: JUDGE_RETURN,
    fence:
      '  if (!isCompletionSecret(input.completionSecret, session.completionHash)) throw noSession(input);\n',
    without: '',
    test: COMPLETE,
    name: 'T031',
  },
  {
    what: 'a session is over after its ten minutes, by the clock',
    file: JUDGE_RETURN,
    fence: "  if (now >= session.expiresAt) throw new Problem('connect_session_expired');\n",
    without: '',
    test: COMPLETE,
    name: 'T012 T029',
  },
  {
    what: 'an answer counts only at the redirect URI of its start, and from its issuer',
    file: JUDGE_RETURN,
    fence:
      "  if (!isRedirect || !isIssuer(session, response)) throw new Problem('authorization_response_mismatch');\n",
    without: '',
    test: COMPLETE,
    name: 'T015',
  },
  {
    what: 'a code that another person brought is exchanged for nobody',
    file: SESSION_CODES,
    fence: '    return { codes: [...codes, { hash, isForeign: true }] };\n',
    without: '    return undefined;\n',
    test: RETURN,
    name: 'T024 T027',
  },
  {
    what: 'a code is spent before it is sent',
    file: SESSION_CODES,
    fence: '    return { codes: [...kept, { hash, until }], ...(isLast ? ENDED : {}) };\n',
    without: '    return { codes: kept, ...(isLast ? ENDED : {}) };\n',
    test: COMPLETE,
    name: 'T003',
  },
  {
    what: 'a code that the provider refused is not sent again',
    file: 'src/broker/connect/complete-with-code.ts',
    fence: '  if (knownCode(session, repeated.hash)) return again();\n',
    without: '',
    test: RETURN,
    name: 'T003: gets the connection that the first time got',
  },
  {
    what: 'a session sends three codes at most',
    file: SESSION_CODES,
    fence: '    const isLast = sent >= LIMITS.codeExchanges;\n',
    without: '    const isLast = false;\n',
    test: RETURN,
    name: 'T008: after three exchanges',
  },
  {
    what: 'a connection ends its session and wipes the verifier',
    file: SESSION_CODES,
    fence: "    ...(outcome === 'connected' ? ENDED : {}),\n",
    without: '',
    test: RETURN,
    name: 'a connection ends the session, whose verifier is gone',
  },
  {
    what: 'a starter who is no member any more gets no exchange',
    file: COMPLETE_CONNECT,
    fence: '  await refuseFormerMember(ports, input, session);\n',
    without: '',
    test: RETURN,
    name: 'who is no member any more gets no exchange',
  },
  {
    what: 'the PKCE verifier is stored sealed',
    file: 'src/broker/connect/start-connect.ts',
    fence: '  const sealedVerifier = seal(verifierPlace(id, destination), verifier);\n',
    without: "  const sealedVerifier = Buffer.from(seal ? verifier.reveal() : '');\n",
    test: CALLBACK,
    name: 'T004 T008',
  },
  {
    what: 'a second load of the page is told what the first one got',
    file: 'src/broker/connect/complete-with-code.ts',
    fence: '    if (session && knownCode(session, hash)) return undefined;\n',
    without: '',
    test: RETURN,
    name: 'that was spent and stored while this one prepared itself',
  },
];
