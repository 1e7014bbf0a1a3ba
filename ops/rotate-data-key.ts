/**
 * `npm run rotate-data-key -- --stage <stage>`: a new data key, and everything sealed anew under it.
 * `… --retire` at least ten minutes later: the older keys go. `… --check`: everything is opened, nothing is changed.
 * Can be broken off and started again at any point.
 */
import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Begun, RotationRequest, SweepReport } from '../src/contract/rotation.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { findFunction } from './stage-variables.ts';

const USAGE = 'npm run rotate-data-key -- --stage <stage> [--retire | --check]';
/** Under traffic a sweep finds what was sealed under the older key a moment ago; five minutes end that. */
const MOST_SWEEPS = 20;

const REFUSED = {
  too_early: 'The newest key is younger than ten minutes: some process may still seal under an older one.',
  in_use:
    'Something is still sealed under an older key, or did not open; the log of rotate-data-key names it.',
  escrow_not_empty: 'Tokens wait in the rotation escrow; the next ticks settle them, within a day at most.',
  key_changed: 'Another rotation began meanwhile.',
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
      throw new OperatorError('rotate-data-key failed; its log says why. Run the command again to go on.');
    return JSON.parse(Buffer.from(answer.Payload).toString('utf8'));
  };
}

/** One sweep over the whole table, in as many invocations as it takes. */
async function sweep(invoke: Invoke, kind: 'reseal' | 'retire' | 'check'): Promise<SweepReport> {
  let report = await invoke<SweepReport>({ version: '1', kind });
  while (report.cursor) report = await invoke<SweepReport>({ version: '1', kind, cursor: report.cursor });
  say(`${report.seen} envelopes, ${report.old} of them under an older key, ${report.unopened} did not open`);
  return report;
}

async function rotate(invoke: Invoke): Promise<void> {
  const { version, isNew } = await invoke<Begun>({ version: '1', kind: 'begin' });
  say(isNew ? `Version ${version} is the current data key now.` : `Version ${version} is a few minutes old.`);
  for (let sweeps = 0; sweeps < MOST_SWEEPS; sweeps++)
    if ((await sweep(invoke, 'reseal')).old === 0) {
      say('Everything is sealed under it. In ten minutes: npm run rotate-data-key -- --stage … --retire');
      return;
    }
  throw new OperatorError('Some envelopes stay under an older key; the log of rotate-data-key names them.');
}

async function retire(invoke: Invoke): Promise<void> {
  let report = await sweep(invoke, 'retire');
  // What the first one found it sealed anew.
  if (report.old > 0 && report.unopened === 0) report = await sweep(invoke, 'retire');
  const { retired } = report;
  if (!retired || 'refused' in retired) throw new OperatorError(REFUSED[retired?.refused ?? 'key_changed']);
  say(retired.keys.length > 0 ? `Removed: version ${retired.keys.join(', ')}.` : 'There was no older key.');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readArguments() {
  try {
    const flag = { type: 'boolean' } as const;
    const { values } = parseArgs({ options: { stage: { type: 'string' }, retire: flag, check: flag } });
    if (values.stage && !(values.retire && values.check)) return { ...values, stage: values.stage };
  } catch {
    // Told below.
  }
  throw new OperatorError(USAGE);
}

runCommand(async () => {
  const { stage, retire: isRetire, check } = readArguments();
  const invoke = await invoker(stage);
  if (isRetire) return retire(invoke);
  if (!check) return rotate(invoke);
  const { unopened } = await sweep(invoke, 'check');
  if (unopened > 0) throw new OperatorError('The log of rotate-data-key names those that did not open.');
});
