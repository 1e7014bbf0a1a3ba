/** The tables of docs/one-address.md, from the facts that `npm run check-sign-in` judges by. Pure. */
import type { Fact } from '../../ops/sign-in/fact.ts';
import type { IssuerAbilities } from '../../ops/sign-in/issuer-abilities.ts';
import type { IssuerProduct } from '../../ops/sign-in/issuer-product.ts';
import { isUncertain, judgeClient } from '../../ops/sign-in/judge-client.ts';
import type { McpClient } from '../../ops/sign-in/mcp-client.ts';

/** Each table by the name that stands in the page's markers. */
export function oneAddressTables(
  clients: readonly McpClient[],
  issuers: readonly IssuerProduct[],
): Record<string, string> {
  return {
    clients: clientsTable(clients),
    'redirect URIs': redirectsTable(clients),
    issuers: issuersTable(issuers),
    'issuers and clients': matrix(clients, issuers),
  };
}

function clientsTable(clients: readonly McpClient[]): string {
  return table(
    [
      'client',
      'its document',
      'registers itself',
      'takes a client id',
      'scopes',
      '`resource`',
      'kind',
      'without a PKCE list',
    ],
    clients.map(({ name, id, ...one }) => [
      `${name}, \`${id}\``,
      one.document ? `\`${one.document.url}\`, ${said(one.document)}` : 'none of its own',
      ...[one.registers, one.clientId, one.scopes, one.resource, one.kind, one.withoutPkceList].map(said),
    ]),
  );
}

function redirectsTable(clients: readonly McpClient[]): string {
  return table(
    ['client', 'redirect URIs', ''],
    clients.map(({ name, redirectUris }) => [
      name,
      [...redirectUris.uris, ...(redirectUris.withoutIss ?? [])].map((uri) => `\`${uri}\``).join('<br>'),
      said(redirectUris),
    ]),
  );
}

function issuersTable(issuers: readonly IssuerProduct[]): string {
  return table(
    [
      'issuer',
      'client metadata documents',
      'registration',
      'audience',
      'metadata',
      '`code_challenge_methods_supported`',
      'also',
    ],
    issuers.map(({ name, documents, registration, audience, metadata, pkceList, also }) => [
      name,
      ...[documents, registration, audience, metadata, pkceList].map(said),
      also ? said(also) : '–',
    ]),
  );
}

function matrix(clients: readonly McpClient[], issuers: readonly IssuerProduct[]): string {
  return table(
    ['', ...issuers.map(({ name }) => name)],
    clients.map((client) => [client.name, ...issuers.map((issuer) => cell(client, issuer))]),
  );
}

function cell(client: McpClient, product: IssuerProduct): string {
  const abilities = documented(product);
  const verdict = judgeClient(client, { abilities, product });
  const { documents, registration, pkceList } = product;
  const pkce = links(pkceList, client.withoutPkceList);
  if (verdict.kind === 'cannot') return `cannot: no PKCE list (${pkce})`;
  const open = [
    isUncertain(client, abilities) ? `; not known without a PKCE list (${pkce})` : '',
    pkceList ? '' : '; whether the PKCE list is there is not known',
  ].join('');
  if (verdict.kind === 'works' && verdict.by === 'document')
    return `works by its document (${links(documents, client.document)})${open}`;
  if (verdict.kind === 'works')
    return `works by registration (${links(registration, client.registers)})${open}`;
  const why = links(product.refusesDocumentOf?.[client.id], documents, registration, client.clientId);
  return `client id${hint(client, product)} (${why})${open}`;
}

function hint({ document }: McpClient, { documents }: IssuerProduct): string {
  if (!document) return '';
  if (documents.are === 'imported') return ', or its document imported';
  return documents.are === 'preview' ? '; documents are in preview' : '';
}

/** What the issuer can do, as the documentation of the product describes its metadata. A feature in preview counts as missing. */
function documented({ documents, registration, pkceList }: IssuerProduct): IssuerAbilities {
  return {
    obstacle: undefined,
    takesDocuments: documents.are === 'yes' || documents.are === 'imported',
    registers: registration.is !== 'none',
    methods: ['none'],
    challenges: pkceList?.is === 'absent' ? undefined : ['S256'],
    sendsIss: false,
  };
}

const said = (fact: Fact | undefined) => (fact ? `${fact.says} (${dated(fact)})` : 'not known');
const links = (...facts: (Fact | undefined)[]) =>
  [...new Set(facts.filter((fact) => fact !== undefined).map(dated))].join(', ');
const dated = (fact: Fact | undefined) => (fact ? `[${fact.date}](${fact.source})` : 'not known');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The page with each table between its markers; throws for a table that has no place in it. */
export function withTables(page: string, tables: Record<string, string>): string {
  return Object.entries(tables).reduce((before, [name, rows]) => {
    const [begin, end] = [`<!-- table: ${name} -->`, '<!-- end of table -->'];
    const from = before.indexOf(begin);
    const to = before.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`docs/one-address.md has no place for the table "${name}"`);
    return `${before.slice(0, from + begin.length)}\n\n${rows}\n\n${before.slice(to)}`;
  }, page);
}
