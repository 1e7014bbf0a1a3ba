/** Fences of who the caller is, and of the apps that a workspace may use. */
import type { Fence } from './fence.ts';

const KINDS = 'src/oauth/jwt/judge-token-kind.ts';
const VERIFIER = 'src/oauth/jwt/verify-access-token.ts';
const ROLES = 'src/broker/callers/workspace-roles.ts';
const EVERY_DOOR = 'test/lambdas/kinds-of-tokens.test.ts';
const ALLOWED = 'test/journeys/allowed-apps.test.ts';
const TENANCY = 'test/journeys/tenancy.test.ts';

export const CALLERS_FENCES: readonly Fence[] = [
  {
    what: 'a token that is bound to a key is refused without its proof',
    file: KINDS,
    fence: "  'cnf',\n",
    without: '',
    test: EVERY_DOOR,
    name: 'bound by DPoP',
  },
  {
    what: 'marks of other kinds count, whatever the type',
    file: KINDS,
    fence: '  if (OTHER_KINDS.some((name) => Object.hasOwn(payload, name))) return false;\n',
    without: '',
    test: EVERY_DOOR,
    name: 'at_hash',
  },
  {
    what: 'a claim that names the kind of a token must name an access token',
    file: KINDS,
    fence:
      '  if (!Object.entries(KIND_CLAIMS).every((kind) => namesAccessToken(payload, kind))) return false;\n',
    without: '',
    test: EVERY_DOOR,
    name: 'token_use id',
  },
  {
    what: 'a type that is no text is not the absence of one',
    file: KINDS,
    fence: "  if (Object.hasOwn(header, 'typ') && typeof header.typ !== 'string') return false;\n",
    without: '',
    test: EVERY_DOOR,
    name: 'a list of types',
  },
  {
    what: 'the type is one that the issuer sends',
    file: KINDS,
    fence: 'types.includes(type) && ',
    without: '',
    test: EVERY_DOOR,
    name: 'the org server’s',
  },
  {
    what: 'a JWT of no own type needs a sign that it is an access token',
    file: KINDS,
    fence: 'signs.some((sign) => has(payload, sign))',
    without: 'signs.length > 0',
    test: EVERY_DOOR,
    name: 'an ID token without nonce',
  },
  {
    what: 'a sign with a value has this value',
    file: KINDS,
    fence: '  if (value !== undefined) return found === value;\n',
    without: '',
    test: EVERY_DOOR,
    name: 'idtyp user',
  },
  {
    what: 'a token ends with its age, however long it lives',
    file: VERIFIER,
    fence: ' && age <= maxAge + OAUTH_LIMITS.clockLeeway',
    without: ' && maxAge > 0',
    test: EVERY_DOOR,
    name: 'longer ago than the stage allows',
  },
  {
    what: 'a token that is issued in the future is refused',
    file: VERIFIER,
    fence: 'age >= -OAUTH_LIMITS.clockLeeway && ',
    without: '',
    test: EVERY_DOOR,
    name: 'a time of issue in the future',
  },
  {
    what: 'no further audience stands beside ours',
    file: VERIFIER,
    fence: 'others.length === 1 && isOurs(others[0])',
    without: 'others.some(isOurs)',
    test: EVERY_DOOR,
    name: 'an audience beside userinfo',
  },
  {
    what: 'an entry of the workspace claim is a text',
    file: ROLES,
    fence: "typeof entry === 'string' ? entry.split(':') : []",
    without: "String(entry).split(':')",
    test: TENANCY,
    name: 'a list within the list alone',
  },
  {
    what: 'a text in the workspace claim is one entry',
    file: ROLES,
    fence: "return isSplit && typeof claim === 'string'",
    without: "return typeof claim === 'string'",
    test: TENANCY,
    name: 'a text of two entries',
  },
  {
    what: 'one entry that cannot be read refuses the whole claim',
    file: ROLES,
    fence: "    throw new Problem('workspace_claim_refused');\n  return [workspaceId as string, role];",
    without: "    return ['none', 'member'];\n  return [workspaceId as string, role];",
    test: TENANCY,
    name: 'a null among good ones',
  },
  {
    what: 'the number of entries has a bound',
    file: ROLES,
    fence: "  if (entries.length > LIMITS.rolesOfCaller) throw new Problem('workspace_claim_refused');\n",
    without: '',
    test: TENANCY,
    name: '501 entries',
  },
  {
    what: 'no wish of a person brings an app that is not allowed',
    file: 'src/broker/connect/choose-app.ts',
    fence: '  const isVerifiedAllowed = await isAppAllowed(ports, { workspaceId, appOwner: VERIFIED });',
    without:
      '  const isVerifiedAllowed = !!wanted || (await isAppAllowed(ports, { workspaceId, appOwner: VERIFIED }));',
    test: ALLOWED,
    name: 'starts no consent with a verified app',
  },
  {
    what: 'a consent that started before completes with no app that is not allowed any more',
    file: 'src/broker/connect/prepare-consent.ts',
    fence: "  if (!(await isAppAllowed(ports, begun))) throw new Problem('app_not_allowed');\n",
    without: '',
    test: ALLOWED,
    name: 'completes no consent with one that started before',
  },
  {
    what: 'the rule of the environment wins over the choice of a workspace',
    file: 'src/broker/apps/app-policy.ts',
    fence: "  if (rule === 'own-only') return false;\n",
    without:
      "  if (rule === 'own-only') return (await provedChoice(ports, workspaceId)) === 'verified-and-own';\n",
    test: ALLOWED,
    name: 'wins over every choice of a workspace',
  },
  {
    what: 'the choice of a workspace is proved by its seal',
    file: 'src/broker/apps/app-policy.ts',
    fence:
      '  await vault.open(appPolicyPlace({ workspaceId }, appPolicyDestination(policy)), policy.seal);\n',
    without: '',
    test: ALLOWED,
    name: 'a row that nobody with a key wrote widens nothing',
  },
  {
    what: 'where a workspace must allow verified apps, no choice is the strict one',
    file: 'src/broker/apps/app-policy.ts',
    fence: "(rule === 'verified-and-own' ? rule : 'own-only')",
    without: "'verified-and-own'",
    test: ALLOWED,
    name: 'takes a choice that is not there',
  },
  {
    what: 'the choice is that of an admin',
    file: 'src/broker/apps/put-app-policy.ts',
    fence: "  requireRole(caller, workspaceId, 'admin');\n",
    without: '',
    test: 'test/broker/put-app-policy.test.ts',
    name: 'is not made by a member',
  },
  {
    what: 'a wider choice does not come back after a loss',
    file: 'src/broker/restore/bring-back.ts',
    fence: '  return !isComplete || isAppChoiceInDoubt;\n',
    without: '  return !isComplete && isAppChoiceInDoubt;\n',
    test: 'test/journeys/bring-back.test.ts',
    name: 'never brings back a choice of OAuth apps that is wider',
  },
];
