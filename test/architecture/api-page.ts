/** docs/api.md out of the OpenAPI document. Pure. */
import { PROBLEMS, type ProblemCode } from '../../src/contract/problems.ts';
import { REMEDIES } from '../../src/contract/resources/remedies.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { problemsOfRoute } from '../../src/http/problems-of-route.ts';
import { type OpenApi, type Operation, operationsOf } from '../contract/openapi-checks.ts';
import { curlOf } from './api-examples.ts';
import { linked, typeSections } from './api-types.ts';

const HEAD = `# HTTP API

This page is made from the OpenAPI document, which every environment serves at \`/openapi.json\`. The examples use the addresses
that \`npm start\` prints; \`docs/api.md\` is written by \`UPDATE_DOCS=1 npx vitest run test/architecture\`.

## Authenticate

Every operation except the public ones requires an access token: a JWT of the issuer that the environment trusts, with the audience of
the environment and a claim that lists \`workspace:role\` strings, such as \`acme:admin\`. The role is \`member\` or \`admin\`; an admin may do
everything that a member may. Send the token in the header \`Authorization: Bearer …\`. A workspace that is not yours answers like one
that does not exist.

In the local environment this command signs in as Ada, who is admin of \`acme\` and member of \`globex\`:

\`\`\`
export TOKEN=$(npx node --input-type=module -e "
  import { walkSignIn } from './local/walk-sign-in.ts';
  const ada = { issuer: 'http://127.0.0.1:3001', dashboardUrl: 'http://127.0.0.1:3000', person: 'ada' };
  console.log((await walkSignIn(ada)).accessToken);
")
\`\`\`

Bodies are JSON (\`Content-Type: application/json\`), at most 16 KiB. Times are RFC 3339 in UTC. An answer can get new fields, so a
client ignores fields that it does not know. A body with an unknown field is refused.
`;

export function apiPage(document: OpenApi): string {
  const operations = operationsOf(document).map((operation) => operationSection(operation));
  return [
    HEAD,
    '## Operations\n',
    overview(document),
    ...operations,
    '## Types\n',
    ...typeSections(document),
    problemsSection(),
  ].join('\n');
}

function routeOf({ operationId }: Operation): Route {
  const route = (ROUTES as readonly Route[]).find((each) => each.operationId === operationId);
  if (!route) throw new Error(`no route for ${operationId}`);
  return route;
}

function overview(document: OpenApi): string {
  const rows = operationsOf(document).map((operation) => {
    const { method, path, access } = routeOf(operation);
    return `| [\`${operation.operationId}\`](#${operation.operationId.toLowerCase()}) | \`${method.toUpperCase()} ${path}\` | ${access} | ${operation.summary} |`;
  });
  return `| operation | request | role | what it does |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function operationSection(operation: Operation): string {
  const route = routeOf(operation);
  const { method, path } = route;
  return [
    `### ${operation.operationId}\n\n\`${method.toUpperCase()} ${path}\`\n\n${operation.description}\n`,
    parameters(operation),
    body(operation),
    success(operation, route),
    `Problems: ${problemsOfRoute(route).map(problemLink).join(', ')}.\n`,
    `\`\`\`\n${curlOf(route)}\n\`\`\`\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function parameters({ parameters: all = [] }: Operation): string {
  if (all.length === 0) return '';
  const rows = all.map(
    ({ name, in: place, required, description }) =>
      `| \`${name}\` | ${place} | ${required ? 'yes' : 'no'} | ${inOneLine(description)} |`,
  );
  return `| parameter | in | required | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** A list of values in a cell: their meanings follow each other. */
function inOneLine(description = ''): string {
  return description.replace(/\n+- /g, ' ');
}

function body({ requestBody }: Operation): string {
  const schema = requestBody?.content['application/json']?.schema;
  return schema ? `Body: ${linked(schema)}.\n` : '';
}

function success({ responses }: Operation, { success: { status } }: Route): string {
  const response = responses[status] as { description: string; content?: Record<string, { schema: object }> };
  const [mediaType = '', content] = Object.entries(response.content ?? {})[0] ?? [];
  const form =
    mediaType === 'application/json' ? content && linked(content.schema) : mediaType && `\`${mediaType}\``;
  return `Answer: ${status}${form ? `, ${form}` : ', without a body'}. ${response.description}\n`;
}

function problemLink(code: ProblemCode): string {
  return `[\`${code}\`](#problems) (${PROBLEMS[code][0]})`;
}

function problemsSection(): string {
  const rows = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => {
    const [status, , detail] = PROBLEMS[code];
    return `| \`${code}\` | ${status} | ${detail} | ${REMEDIES[code]}${NOTES[code] ?? ''} |`;
  });
  return `## Problems

A failure is \`application/problem+json\` (RFC 9457) of the type [Problem](#problem). Programs decide by \`code\`; \`title\` and
\`detail\` are sentences for people, and their words can change. A path that is not in this list answers \`not_found\`, and a path with
another method \`method_not_allowed\`.

| code | status | meaning | what to do |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

const NOTES: Partial<Record<ProblemCode, string>> = {
  consent_refused:
    ' No operation answers with this code at present; a refused consent returns to the dashboard.',
};
