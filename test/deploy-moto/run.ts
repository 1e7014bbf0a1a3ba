/**
 * `npm run deploy:moto`: bootstraps and deploys the real app into moto, runs a connection's life through the uploaded
 * bundles, updates the stack in place and goes on. Exits 1 if a step fails; 0 with one line where there is
 * no moto. It lies under test/, since it is a check and plays a provider; what operators run is in ops/.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { ACCOUNT, cdkWith, REGION } from './cdk.ts';
import { changeTemplate } from './changed-assembly.ts';
import { readTemplate } from './deployed.ts';
import { WHAT_MOTO_GETS } from './for-moto.ts';
import { absenceOfMoto, startMoto } from './moto-server.ts';
import { otherTableIsRefused } from './other-table.ts';
import { openRehearsal, type Rehearsal, STACK, STAGE } from './rehearsal.ts';
import { AFTER_UPDATE, BEFORE_UPDATE, type Step } from './steps.ts';

/** What moto takes and does not keep, or leaves out without a word. */
const JUDGED_ON_THE_TEMPLATE =
  'TTL, point-in-time recovery, architecture, log settings, reserved concurrency, and what IAM forbids';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const absence = absenceOfMoto();
  if (absence) return say(`NOT RUN: the deployment into moto (${absence})`);
  say(WHAT_MOTO_GETS);
  const folder = await mkdtemp(join(tmpdir(), 'connections-deploy-'));
  const closings: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const moto = await startMoto(join(folder, 'moto.log'));
    closings.push(moto.close);
    const leftOut = await rehearse(folder, moto.endpoint, closings).catch(async (error) => {
      say(await moto.stumbled());
      throw error;
    });
    const skipped = [...leftOut, ...(await moto.skipped())];
    say(
      `\n  moto does not make these resources, so only the tests of the template check them (test/stack): ${skipped.join(', ')}.`,
    );
    say(`  The same is true for these properties: ${JUDGED_ON_THE_TEMPLATE}.`);
  } finally {
    for (const closing of closings.reverse()) await closing();
  }
}

async function rehearse(folder: string, endpoint: string, closings: (() => Promise<unknown>)[]) {
  const aws = {
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL: endpoint,
  };
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, aws);
  const cdk = cdkWith({ ...aws, CDK_DEFAULT_ACCOUNT: ACCOUNT, CDK_DEFAULT_REGION: REGION });
  const assembly = join(folder, 'cdk.out');
  let leftOut: string[] = [];
  await step('cdk synth, bootstrap and deploy', async () => {
    leftOut = await cdk.synth(STAGE, assembly);
    await cdk.bootstrap(assembly);
    await cdk.deploy(STACK, assembly);
    return `${Object.keys((await readTemplate(assembly, STACK)).Resources).length} resources are in the template`;
  });
  const rehearsal = await openRehearsal({ aws, assembly, folder });
  closings.push(rehearsal.close);
  await all(BEFORE_UPDATE, rehearsal);
  await step('npm run deploy refuses a template in which the table has another id', () =>
    otherTableIsRefused(rehearsal, assembly),
  );
  await step('a second deployment updates the stack in place', async () => {
    const before = rehearsal.deployed.connect;
    await changeTemplate(assembly, STACK, withOtherDescriptions);
    await cdk.deploy(STACK, assembly);
    await rehearsal.restart(assembly);
    const { functionName, variables, description } = rehearsal.deployed.connect;
    if (
      functionName !== before.functionName ||
      variables.CONNECTIONS_TABLE !== before.variables.CONNECTIONS_TABLE
    )
      throw new Error('the function or the table was replaced');
    if (!description.endsWith(CHANGE)) throw new Error('the function was not updated');
    return 'the functions changed, and the table is the same';
  });
  await all(AFTER_UPDATE, rehearsal);
  return leftOut;
}

const CHANGE = ' (second deployment)';

/** Something that an update must carry out, and that replaces nothing. */
function withOtherDescriptions(text: string): string {
  const template = JSON.parse(text);
  for (const { Type, Properties } of Object.values<{ Type: string; Properties: { Description?: string } }>(
    template.Resources,
  ))
    if (Type === 'AWS::Lambda::Function' && Properties.Description) Properties.Description += CHANGE;
  return JSON.stringify(template, null, 1);
}

async function all(steps: Step[], rehearsal: Rehearsal): Promise<void> {
  for (const { title, run } of steps) await step(title, () => run(rehearsal));
}

async function step(title: string, run: () => Promise<string>): Promise<void> {
  say(`  ${title}`);
  say(`     ${await run()}`);
}

fromCommandLine({
  call: 'npm run deploy:moto',
  description:
    'Deploys the real app into moto, and runs the life of a connection through the uploaded bundles.',
  options: {},
  notes: ['Exits 1 if a step fails, and 0 with the line "NOT RUN" where moto is not installed.'],
});
const began = process.hrtime.bigint();
main().then(
  () => say(`  The command took ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(0)} s.`),
  (error: unknown) => {
    process.stderr.write(
      `\n  The rehearsal failed: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  },
);
