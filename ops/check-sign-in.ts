/**
 * `npm run check-sign-in -- --stage <stage>`: reads the metadata of the issuer at which people sign in, and says of each MCP
 * client whether it works there, needs a client id, or cannot (docs/one-address.md, "Sign-in"). Changes nothing.
 */
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { flag, text } from '../command-line/option.ts';
import { runCommand } from './operator-error.ts';
import { ISSUER_PRODUCTS } from './sign-in/issuer-products.ts';
import { type Issuer, judgeClient, redirectUrisOf, type Verdict } from './sign-in/judge-client.ts';
import type { McpClient } from './sign-in/mcp-client.ts';
import { MCP_CLIENTS } from './sign-in/mcp-clients.ts';
import { type ReadIssuer, readIssuer } from './sign-in/read-issuer.ts';
import { shown } from './sign-in/shown.ts';
import { type StageSignIn, stageSignIn } from './sign-in/stage-sign-in.ts';
import { verdictSentence } from './sign-in/verdict-sentence.ts';

const COMMAND = {
  call: 'npm run check-sign-in',
  description: 'Says which MCP clients can sign people in at the issuer of a stage, and changes nothing.',
  options: {
    stage: text('<stage>', 'The name of the stage, such as prod.'),
    stages: text('<file>', 'A module of yours that has the stages, instead of lib/stages.ts.'),
    issuer: text('<https://…>', 'An issuer, instead of a stage or of the one that the stage names.'),
    json: flag('Prints the verdicts as JSON.'),
  },
  notes: [
    'Exits 1 if a client cannot sign in, or needs a client id that mcpEndpoint.clients does not name.',
    'docs/one-address.md says where the facts about each client are from.',
  ],
};

interface Judged {
  client: McpClient;
  verdict: Verdict;
  sentence: string;
}

function judgeAll({ profile, clients }: StageSignIn, { abilities }: ReadIssuer): Judged[] {
  const issuer: Issuer = { abilities, product: profile && ISSUER_PRODUCTS[profile] };
  return MCP_CLIENTS.map((client) => {
    const clientId = Object.hasOwn(clients, client.id) ? clients[client.id] : undefined;
    const verdict = judgeClient(client, issuer, clientId);
    return { client, verdict, sentence: verdictSentence(client, abilities, verdict) };
  });
}

function asText({ issuer }: StageSignIn, { place }: ReadIssuer, judged: readonly Judged[]): string {
  const lines = judged.map(({ client, sentence }) => `${client.name}\n  ${sentence}`);
  return [`issuer    ${shown(issuer)}`, `metadata  ${shown(place)}`, '', ...lines, ''].join('\n');
}

function asJson({ issuer }: StageSignIn, read: ReadIssuer, judged: readonly Judged[]): string {
  const clients = judged.map(({ client, verdict, sentence }) => ({
    ...{ client: client.id, name: client.name, verdict: verdict.kind, sentence },
    redirectUris: redirectUrisOf(client, read.abilities),
  }));
  return `${JSON.stringify({ issuer: shown(issuer), metadata: shown(read.place), clients }, null, 2)}\n`;
}

const { stage, stages, issuer, json } = fromCommandLine(COMMAND).options;
runCommand(async () => {
  const signIn = await stageSignIn({ stage, stages, issuer });
  const read = await readIssuer(signIn.issuer);
  const judged = judgeAll(signIn, read);
  process.stdout.write((json ? asJson : asText)(signIn, read, judged));
  if (judged.some(({ verdict }) => verdict.kind !== 'works')) process.exitCode = 1;
});
