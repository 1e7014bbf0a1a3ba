/**
 * `npm run people -- end --stage <stage> --issuer <url> --person <subject>`: ends the personal workspace of a person for good.
 * What is to be ended is shown; `--yes` ends it.
 */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { flag, requiredText } from '../command-line/option.ts';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { eventBus } from '../src/aws/event-bus.ts';
import { activityStore } from '../src/aws/table/activity.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { seenToolsStore } from '../src/aws/table/seen-tools.ts';
import { workspaceMarks } from '../src/aws/table/workspace-marks.ts';
import { personalWorkspaceId } from '../src/broker/callers/personal-workspace.ts';
import { endPerson } from '../src/broker/disconnect/end-person.ts';
import type { ConnectionStore } from '../src/broker/stores.ts';
import { systemClock as clock } from '../src/system/clock.ts';
import { createJsonLog } from '../src/system/json-log.ts';
import { systemRandom as random } from '../src/system/random.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { findFunction } from './stage-variables.ts';

const COMMAND = {
  call: 'npm run people',
  description: 'Ends the personal workspace of a person who has left.',
  subcommands: { end: { description: 'Ends all connections of the person’s own, for good.' } },
  options: {
    stage: requiredText('<stage>', 'The name of the stage, such as prod.'),
    issuer: requiredText('<url>', 'The issuer, exactly as tokens contain it in iss.'),
    person: requiredText(
      '<name>',
      'The person, exactly as tokens contain it in the claim that names people.',
    ),
    yes: flag('Ends it. Without this, the command only shows what it would end.'),
  },
  notes: [
    'The connections of workspaces stay: they belong to the workspace, and not to a person.',
    'A token that the person still has begins nothing new there. End the person’s access at the issuer, too.',
  ],
};

const { options } = fromCommandLine(COMMAND);
runCommand(async () => {
  const { stage, issuer, person: subject, yes } = options;
  const { read } = await findFunction(new LambdaClient(), stage, 'connect');
  if (read('jwtIssuer') !== issuer)
    throw new OperatorError('The stage has another issuer. Write it exactly as jwt.issuer has it.');
  const log = createJsonLog((line) => process.stderr.write(`${line}\n`));
  const table = { client: dynamoDBClient(), tableName: read('table'), log };
  const connections = connectionStore(table);
  await show(connections, { issuer, subject });
  if (!yes) return say('Nothing was changed. With --yes the command ends it.');
  const client = new EventBridgeClient({ maxAttempts: 1 });
  const events = eventBus({ bus: read('eventBus'), environment: stage, client });
  const stores = {
    ...{ connections, activity: activityStore(table), workspaceMarks: workspaceMarks(table) },
    seenTools: seenToolsStore(table),
  };
  const ended = await endPerson({ ...stores, events, clock, random, log }, { issuer, subject });
  say(`Ended: ${ended}. token-tick revokes the tokens at the providers within minutes.`);
});

/** Both names as they were read, so that nobody ends somebody else. */
async function show(
  connections: ConnectionStore,
  person: { issuer: string; subject: string },
): Promise<void> {
  const workspaceId = personalWorkspaceId(person);
  const found = await connections.list(workspaceId);
  const live = found.filter(({ record }) => record.status !== 'disconnected');
  const { issuer, subject } = person;
  say(`${JSON.stringify(subject)} at ${JSON.stringify(issuer)}, personal workspace ${workspaceId}`);
  say(`Connections that are not disconnected: ${live.length}`);
  for (const { key, record } of live) say(`  ${key.connectionId}  ${record.status}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
