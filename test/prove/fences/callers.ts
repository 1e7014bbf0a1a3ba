/** Fences of who the caller is, and of the apps that a workspace may use. */
import type { Fence } from './fence.ts';

const KINDS = 'src/oauth/judge-token-kind.ts';
const VERIFIER = 'src/oauth/verify-access-token.ts';
const ROLES = 'src/broker/workspace-roles.ts';
const EVERY_DOOR = 'test/lambdas/kinds-of-tokens.test.ts';
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
    fence: 'others.length === 1 && others[0] === audience',
    without: 'others.includes(audience)',
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
];
