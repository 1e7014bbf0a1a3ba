/** The signed-in person and their workspaces, as the access token names them. Kept in memory only. */
export interface Workspace {
  id: string;
  role: 'member' | 'admin';
}

export interface Person {
  name: string;
  /** The claim that names the person: who connected an account is named by it. */
  subject?: string;
  accessToken: string;
  /** What the identity provider says of the person. The API takes the name from it. */
  idToken?: string;
  workspaces: Workspace[];
  /** When the access token ends, in milliseconds since the epoch. Absent: it does not say so. */
  expiresAt?: number;
}

/**
 * Reads the workspaces from a JWT without verifying it: the page only shows them, and the API verifies the token and is stricter
 * about its claim. Of two roles in one workspace the higher counts.
 */
export function workspacesIn(accessToken: string, claim: string): Workspace[] {
  const value = payloadOf(accessToken)?.[claim];
  const entries = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  const roles = new Map<string, Workspace['role']>();
  for (const entry of entries) {
    const [, id = '', role] = /^([\w-]{1,64}):(member|admin)$/.exec(String(entry)) ?? [];
    if (role !== undefined && roles.get(id) !== 'admin') roles.set(id, role as Workspace['role']);
  }
  return [...roles].map(([id, role]) => ({ id, role }));
}

/** The person whom a JWT names. The page uses the name only to show what the API decides. */
export function subjectOf(accessToken: string, claim: string): string | undefined {
  const subject = payloadOf(accessToken)?.[claim];
  return typeof subject === 'string' ? subject : undefined;
}

/** When a JWT ends, in milliseconds since the epoch. */
export function endOf(accessToken: string): number | undefined {
  const { exp } = payloadOf(accessToken) ?? {};
  return typeof exp === 'number' ? exp * 1_000 : undefined;
}

/** The claims of a JWT, which is not verified. Undefined: the text is no JWT. */
export function payloadOf(jwt: string): Record<string, unknown> | undefined {
  try {
    const base64 = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
