/**
 * `npm run rotate-data-key -- --stage <stage>`: a new data key, and everything sealed anew under it.
 * `… --retire` at least ten minutes later: the older keys go. `… --check`: everything is opened, nothing is changed.
 * Can be broken off and started again at any point.
 */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { flag, requiredText } from '../command-line/option.ts';
import type { Begun, RotationRequest, SweepReport } from '../src/contract/rotation.ts';
import type { SweepKind } from '../src/contract/table.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { findFunction } from './stage-variables.ts';

const COMMAND = {
  call: 'npm run rotate-data-key',
  description: 'Makes a new data key for a stage, and seals everything again under the new key.',
  options: {
    stage: requiredText('<stage>', 'The name of the stage, such as prod.'),
    retire: flag('Removes the older data keys. Run it at least ten minutes after the rotation.'),
    check: flag('Opens every envelope, and changes nothing.'),
    anew: flag(
      'Begins at the first page, also where an earlier run broke off less than a day ago. A rotation then makes another new key.',
    ),
  },
  exclusive: ['retire', 'check'] as const,
  notes: [
    '--retire and --check exclude each other. The command can be stopped and run again at any point: it goes on where it was.',
  ],
};
/** Under traffic a sweep finds what was sealed under the older key a moment ago; five minutes end that. */
const MOST_SWEEPS = 20;

const REFUSED = {
  too_early:
    'The newest data key is younger than ten minutes, and a process may still seal under an older key.',
  in_use:
    'An envelope is still sealed under an older key, or could not be opened. The log of rotate-data-key names it.',
  escrow_not_empty: 'The rotation escrow still holds tokens. The next ticks settle them within one day.',
  restored:
    'Rows come back out of a restored table, or came back during this sweep. Run npm run bring-back to its end, then this command again.',
} as const;

type Invoke = <Answer>(request: RotationRequest) => Promise<Answer>;

async function invoker(stage: string): Promise<Invoke> {
  // Longer than the function runs, and one attempt: a lost answer is asked for again by the operator.
  const requestHandler = { requestTimeout: 90_000, throwOnRequestTimeout: true };
  const client = new LambdaClient({ maxAttempts: 1, requestHandler });
  const { functionName } = await findFunction(client, stage, 'rotate-data-key');
  return async (request) => {
    const Payload = Buffer.from(JSON.stringify(request));
    const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload }));
    if (answer.FunctionError || !answer.Payload)
      throw new OperatorError(
        'The function rotate-data-key failed. Its log says why. Run the command again to continue.',
      );
    return JSON.parse(Buffer.from(answer.Payload).toString('utf8'));
  };
}

/** One sweep over the whole table, in as many invocations as it takes. */
async function sweep(invoke: Invoke, kind: SweepKind, isAnew: boolean): Promise<SweepReport> {
  let report = await invoke<SweepReport>({ version: '1', kind, ...(isAnew && { anew: true }) });
  if (report.pages > report.pagesNow)
    say(`This goes on with a sweep that began at ${new Date(report.startedAt).toISOString()}.`);
  while (!report.isComplete && !report.retired) {
    say(`… ${report.pages} pages, ${report.seen} envelopes`);
    report = await invoke<SweepReport>({ version: '1', kind });
  }
  say(
    `${report.seen} envelopes were read: ${report.old} were sealed under an older key, ${report.unopened} could not be opened.`,
  );
  return report;
}

async function rotate(invoke: Invoke, isAnew: boolean): Promise<void> {
  const { version, isNew } = await invoke<Begun>({
    version: '1',
    kind: 'begin',
    ...(isAnew && { anew: true }),
  });
  say(
    isNew
      ? `Version ${version} is the current data key now.`
      : `Version ${version} is the current data key: it is a few minutes old, or the rotation to it is not at its end.`,
  );
  for (let sweeps = 0; sweeps < MOST_SWEEPS; sweeps++)
    if ((await sweep(invoke, 'reseal', isAnew && sweeps === 0)).old === 0) {
      say(
        'Everything is sealed under the current data key. In ten minutes, run: npm run rotate-data-key -- --stage … --retire',
      );
      return;
    }
  throw new OperatorError(
    'Some envelopes are still sealed under an older key. The log of rotate-data-key names them.',
  );
}

async function retire(invoke: Invoke, isAnew: boolean): Promise<void> {
  let report = await sweep(invoke, 'retire', isAnew);
  // What the first one found it sealed anew.
  if (report.old > 0 && report.unopened === 0) report = await sweep(invoke, 'retire', false);
  const { retired } = report;
  if (!retired || 'refused' in retired) throw new OperatorError(REFUSED[retired?.refused ?? 'in_use']);
  say(retired.keys.length > 0 ? `Removed: version ${retired.keys.join(', ')}.` : 'There was no older key.');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const { stage, retire: isRetire, check, anew } = fromCommandLine(COMMAND).options;
runCommand(async () => {
  const invoke = await invoker(stage);
  if (isRetire) return retire(invoke, anew);
  if (!check) return rotate(invoke, anew);
  const { unopened } = await sweep(invoke, 'check', anew);
  if (unopened > 0)
    throw new OperatorError('The log of rotate-data-key names the envelopes that could not be opened.');
});
