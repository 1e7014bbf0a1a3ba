/** Generates docs/permissions.md from the evaluator's answers. */
import { FUNCTIONS, type FunctionName } from '../../../src/contract/environment.ts';
import type { StageTemplate } from '../stage-template.ts';
import { type Answer, whoMay } from './who-may.ts';

const INTRODUCTION = `# Permissions

What each function may do in AWS, and what it may not do, according to its IAM role. Each function's rights are granted in its file
in \`lib/functions\`.

\`test/stack/rights/permissions.test.ts\` generates this page from the synthesized template of \`prod\` with an MCP server behind API
Gateway and an address for MCP clients. Without such a server there is no \`token-authorizer\`, without such an address no
\`mcp-endpoint\` and no \`mcp-sign-in\`, and everything else is the same. The test fails when page and template differ. After a change of rights run \`UPDATE_DOCS=1 npm test -- test/stack/rights/permissions.test.ts\` and read the
difference. \`test/stack/rights/rights.test.ts\` checks that the other stages have the same rights.

**Modelled by an evaluator, not observed.** The answers come from a small model of IAM's evaluation
(\`test/stack/rights/policy-evaluator.ts\`). It knows the operators that our policies use and throws at every other one. The answers
do not come from AWS, and the local replacements of DynamoDB and Secrets Manager check no IAM policies.

- **yes**: the role's own policies allow the request. In addition, the vault key's policy denies everybody the use of the key under
  another encryption context.
- Requests for "whole items" have no list of attributes. Requests for "what the dashboard shows" list the public attributes of
  \`src/contract/table.ts\`, with \`Select\`.
- The last table says who may invoke each function.

## What IAM cannot say

- There is no condition key for \`ReturnValuesOnConditionCheckFailure\`: a write whose condition fails can request the item. The code
  does not request the item.
- An index query cannot be limited to an item type. The index \`account\` contains keys only; \`due\` contains keys, the app and the
  status.
- Access is limited to partition keys by their prefix, the item type. The code must ensure that a request stays within one workspace.
- A role of the same account whose policy allows \`lambda:InvokeFunction\` on every function can invoke these functions too, because
  their resource policies contain no Deny. Give Connections an account of its own.
`;

export function permissionsDocument(template: StageTemplate): string {
  const answers = whoMay(template);
  const groups = [...new Set(answers.map(({ right }) => right.group))];
  const tables = groups.map((group) =>
    table(
      group,
      answers.filter(({ right }) => right.group === group),
    ),
  );
  return `${[INTRODUCTION, ...tables, callers()].join('\n')}`;
}

/** Rights that no function has are listed in one line: rows full of dashes would hide the other rows. */
function table(group: string, answers: Answer[]): string {
  const somebody = answers.filter(({ allowed }) => allowed.length > 0);
  const nobody = answers.filter(({ allowed }) => allowed.length === 0).map(({ right }) => right.name);
  const rows = somebody.map(({ right, allowed }) =>
    row([right.name, ...FUNCTIONS.map((name) => cell(name, allowed))]),
  );
  const head = [row(['', ...FUNCTIONS]), row(['---', ...FUNCTIONS.map(() => ':-:')])];
  return [
    `## ${group}\n`,
    ...(rows.length > 0 ? [...head, ...rows, ''] : []),
    ...(nobody.length > 0 ? [`No function may do any of these: ${nobody.join('; ')}.\n`] : []),
  ].join('\n');
}

const cell = (name: FunctionName, allowed: FunctionName[]) => (allowed.includes(name) ? 'yes' : '–');
const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

/** callers.test.ts tests these statements. */
function callers(): string {
  return `## Who may invoke

| function | who may invoke it |
| --- | --- |
| connections-api, connect, oauth-callback | this HTTP API, each for its own routes |
| token-refresh, by its alias \`live\` only | connect, token-injector, token-authorizer |
| token-tick, by its alias \`live\` only | the schedule's role |
| token-injector, by its alias \`live\` only | server-trial, mcp-endpoint, and the roles of the stage's \`injectorCallers\`, by its resource policy; none by default |
| rotate-data-key | no role of the stack; an operator whose own policy allows it (\`npm run rotate-data-key\`) |
| token-authorizer | this stage's REST API, as its authorizer, if the stage has \`mcpProxies\` |
| mcp-sign-in | the REST API of the address for MCP clients, as its authorizer, if the stage has \`mcpEndpoint\` |
| mcp-endpoint | the same API, for its own routes |
| deployment-check | this stage's CodeDeploy, before it moves an alias |
`;
}
