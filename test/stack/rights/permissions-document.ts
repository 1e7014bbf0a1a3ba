/** Writes docs/permissions.md out of the evaluator's answers. */
import { FUNCTIONS, type FunctionName } from '../../../src/contract/environment.ts';
import type { StageTemplate } from '../stage-template.ts';
import { type Answer, whoMay } from './who-may.ts';

const INTRODUCTION = `# Permissions

What each function may and may not do in AWS, by its IAM role alone.

This page is written by \`test/stack/permissions.test.ts\` from the synthesized template of \`prod\` with an MCP server
behind API Gateway, without which there is no \`token-authorizer\` and all else is the same. The same test fails when the
two differ. After a change of rights run \`UPDATE_DOCS=1 npm test -- test/stack/permissions.test.ts\` and read the
difference. The other stages are held to the same rights by \`test/stack/rights.test.ts\`.

**Modelled by an evaluator, not observed.** The answers come from a small model of IAM's evaluation
(\`test/stack/policy-evaluator.ts\`) over the operators that our policies use; it refuses those that it does not know.
They do not come from AWS, and local stand-ins for DynamoDB and Secrets Manager enforce no IAM at all.

- **yes**: the role's own policies allow the request. The vault key's policy denies everybody its use under another
  encryption context besides.
- "Whole items" are requests without a list of attributes; "what the dashboard shows" names the public ones of
  \`src/contract/table.ts\`, with \`Select\`.
- Whom a function runs for is the last table.

## What IAM cannot say

- There is no condition key for \`ReturnValuesOnConditionCheckFailure\`: a write whose condition fails can ask for the
  item. With it a taken-over \`oauth-callback\` could read consent sessions whose state it was sent; verifier and code in
  them are sealed. The code does not ask.
- An index query cannot be bound to an item type. \`account\` projects keys only, \`due\` those and the app.
- A partition is bound by its prefix, the item type. That a request stays within one workspace is the code's part.
- A role of the same account whose policy allows \`lambda:InvokeFunction\` on every function can invoke these too, since
  Lambda's resource policies hold no Deny. Give Connections an account of its own.
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

/** Rows that everybody is refused come as one line: a table full of dashes hides the rest. */
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
    ...(nobody.length > 0 ? [`Nobody: ${nobody.join('; ')}.\n`] : []),
  ].join('\n');
}

const cell = (name: FunctionName, allowed: FunctionName[]) => (allowed.includes(name) ? 'yes' : '–');
const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

/** Asserted in callers.test.ts. */
function callers(): string {
  return `## Who may invoke

| function | invoked by |
| --- | --- |
| connections-api, connect, oauth-callback | this HTTP API, each for its own routes |
| token-refresh, by its alias \`live\` alone | the schedule's role, connect, token-injector, token-authorizer |
| token-injector, by its alias \`live\` alone | the roles of the stage's \`injectorCallers\`, by its resource policy; none by default |
| rotate-data-key | nobody of the stack: an operator whose own policy allows it (\`npm run rotate-data-key\`) |
| token-authorizer | this stage's REST API, as its authorizer, where \`mcpProxies\` name a server |
| deployment-check | this stage's CodeDeploy, before it moves an alias |
`;
}
