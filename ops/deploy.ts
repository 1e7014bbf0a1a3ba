/**
 * `npm run deploy -- --stage <stage>`: prepares a change set with the CDK CLI, judges it, and executes it only if nothing that
 * holds data or an address would be removed or replaced (docs/deploy.md, "Ids that last").
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { CloudFormationClient, DeleteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { requiredText, text } from '../command-line/option.ts';
import { changeSetFaults } from './deploy/change-set-faults.ts';
import { type ChangeSetName, readChangeSet } from './deploy/read-change-set.ts';
import { OperatorError, runCommand } from './operator-error.ts';

const COMMAND = {
  call: 'npm run deploy',
  description:
    'Deploys a stage, unless that would remove or replace something that holds data or an address.',
  options: {
    stage: requiredText('<stage>', 'The name of the stage, such as prod.'),
    stages: text('<file>', 'A module of yours that has the stages, instead of lib/stages.ts.'),
    app: text('<folder>', 'What cdk synth has written, instead of a new synth.'),
    allow: text('<ids>', 'Logical ids, with commas between them, that may be removed or replaced.'),
    judge: text('<change set>', 'Only judges a change set that exists already, and deploys nothing.'),
    approval: text('<when>', 'When the CDK CLI asks before it deploys: never, any-change or broadening.'),
  },
  notes: ['The account and the Region are those of your environment, as for every other command.'],
};

const { stage, stages, app, allow, approval, judge } = fromCommandLine(COMMAND).options;
const set: ChangeSetName = {
  stackName: `connections-${stage}`,
  // Of this run alone: under a shared name another operator's set could take the place of the one that was judged.
  changeSetName: judge ?? `connections-deploy-${randomUUID()}`,
};

/** Runs the CDK CLI of this repository in the terminal of the operator. */
async function cdk(method: 'prepare-change-set' | 'execute-change-set'): Promise<void> {
  const from = app ? ['--app', app] : ['-c', `stage=${stage}`, ...(stages ? ['-c', `stages=${stages}`] : [])];
  const asking = approval ? ['--require-approval', approval] : [];
  const change = [`--method=${method}`, '--change-set-name', set.changeSetName];
  const args = ['cdk', 'deploy', set.stackName, ...from, ...asking, ...change];
  const child = spawn('npx', args, { stdio: 'inherit' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new OperatorError(`cdk deploy ended with exit code ${code}.`);
}

/** Whether there is a change set to execute. Throws an OperatorError if it must not be. */
async function isHarmless(client: CloudFormationClient): Promise<boolean> {
  const changes = await readChangeSet(client, set);
  if (!changes) {
    if (!judge) await deletePrepared(client);
    return false;
  }
  const faults = changeSetFaults(changes, allow?.split(',') ?? []);
  if (faults.length === 0) return true;
  if (!judge) await deletePrepared(client);
  throw new OperatorError(
    [
      `Nothing was deployed. The change set ${judge ? 'would do' : 'was deleted, which would have done'} this:`,
      ...faults.map(({ sentence }) => `  ${sentence}`),
      'docs/deploy.md, "Ids that last", says what to do. If you mean it, name the ids with --allow.',
    ].join('\n'),
  );
}

/** Nobody then executes by hand what this command prepared. */
async function deletePrepared(client: CloudFormationClient): Promise<void> {
  const { stackName: StackName, changeSetName: ChangeSetName } = set;
  await client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName }));
}

runCommand(async () => {
  const client = new CloudFormationClient();
  if (!judge) await cdk('prepare-change-set');
  const isPrepared = await isHarmless(client);
  if (!isPrepared)
    say(
      judge
        ? 'There is no such change set in this account and Region, or it changes nothing.'
        : 'Nothing was deployed, because nothing would change.',
    );
  else if (judge) say('The change set removes and replaces nothing that holds data or an address.');
  else await cdk('execute-change-set');
  if (judge && !isPrepared) process.exitCode = 1;
});

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
