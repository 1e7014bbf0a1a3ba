/** Whether a client can sign a person in at an issuer, and how. Pure. */
import type { IssuerAbilities } from './issuer-abilities.ts';
import type { IssuerProduct } from './issuer-product.ts';
import type { McpClient } from './mcp-client.ts';

export type Verdict =
  | { kind: 'works'; by: 'client-id'; clientId: string }
  | { kind: 'works'; by: 'document' | 'registration' }
  /** `because`: why neither a document nor a registration lets the client in, as clauses. */
  | { kind: 'needs-client-id'; because: string[] }
  /** A clause. */
  | { kind: 'cannot'; because: string };

export interface Issuer {
  abilities: IssuerAbilities;
  /** What is known of the product, beside the metadata. */
  product?: IssuerProduct | undefined;
}

/** `clientId`: what the stage names for this client. A client that has an id uses it, whatever else it could do. */
export function judgeClient(client: McpClient, issuer: Issuer, clientId?: string): Verdict {
  const obstacle = issuer.abilities.obstacle ?? withoutPkce(client, issuer.abilities);
  if (obstacle !== undefined) return { kind: 'cannot', because: obstacle };
  if (clientId !== undefined) return { kind: 'works', by: 'client-id', clientId };
  const document = whyNoDocument(client, issuer);
  if (document === undefined) return { kind: 'works', by: 'document' };
  const registration = whyNoRegistration(client, issuer);
  if (registration === undefined) return { kind: 'works', by: 'registration' };
  return { kind: 'needs-client-id', because: [document, registration] };
}

/** The URIs to register for a client id. */
export function redirectUrisOf(
  { redirectUris: { uris, withoutIss } }: McpClient,
  { sendsIss }: IssuerAbilities,
): readonly string[] {
  return sendsIss ? uris : (withoutIss ?? uris);
}

/** Whether the metadata leaves open what the client does with it. */
export function isUncertain({ withoutPkceList }: McpClient, { challenges }: IssuerAbilities): boolean {
  return challenges === undefined && withoutPkceList.does === 'not known';
}

function withoutPkce({ withoutPkceList }: McpClient, { challenges }: IssuerAbilities): string | undefined {
  if (challenges !== undefined || withoutPkceList.does !== 'refuses') return undefined;
  return `the issuer's metadata lists no PKCE method (\`code_challenge_methods_supported\`), and this client goes on only if it lists S256 (reported on ${withoutPkceList.date})`;
}

function whyNoDocument({ id, document }: McpClient, { abilities, product }: Issuer): string | undefined {
  if (!document) return 'the client has no metadata document of its own';
  if (!abilities.takesDocuments) return 'the issuer takes no client metadata documents';
  const refused = product?.refusesDocumentOf?.[id];
  if (refused) return `${product.name} ${refused.says}`;
  if (product?.documents.are === 'imported')
    return `${product.name} takes documents ${product.documents.says}`;
  if (!document.methods.some((method) => abilities.methods.includes(method)))
    return `the issuer's metadata does not list the authentication method of the client's document (${document.methods.join(' or ')})`;
  return undefined;
}

function whyNoRegistration({ registers }: McpClient, { abilities, product }: Issuer): string | undefined {
  if (!registers.is) return 'the client does not register itself';
  if (!abilities.registers) return 'the issuer registers no clients';
  if (product?.registration.is === 'closed')
    return `the registration of ${product.name} is ${product.registration.says}`;
  return undefined;
}
