/**
 * `npm run stack-policy -- <template>`: prints a stack policy under which CloudFormation itself refuses to remove or replace what
 * holds data or an address in a synthesized stack (CloudFormation user guide, "Prevent updates to stack resources").
 */
import { readFile } from 'node:fs/promises';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { stackPolicyOf, type Template } from './deploy/stack-policy-of.ts';
import { OperatorError, runCommand } from './operator-error.ts';

const { operand: file = '' } = fromCommandLine({
  call: 'npm run stack-policy',
  description: 'Prints a stack policy that protects what holds data or an address in a synthesized stack.',
  operand: { placeholder: '<template>', isRequired: true },
  options: {},
  notes: ['The template of a stage is cdk.out/connections-<stage>.template.json after cdk synth.'],
});

runCommand(async () => {
  const template: Template = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text))
    .catch(() => {
      throw new OperatorError('This is no template. Run cdk synth first.');
    });
  const policy = stackPolicyOf(template);
  if (!policy)
    throw new OperatorError('The template has nothing of Connections that holds data or an address.');
  process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
});
