/** The CDK CLI against moto: the real app, its assembly in a folder of this run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareForMoto } from './for-moto.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LONGEST = 240_000;

export interface Cdk {
  /** Answers the resource types that moto cannot take. */
  synth(stage: string, assembly: string): Promise<string[]>;
  bootstrap(assembly: string): Promise<unknown>;
  deploy(stack: string, assembly: string): Promise<unknown>;
}

export function cdkWith(env: Record<string, string>): Cdk {
  const cdk = (...args: string[]) => runToEnd(['cdk', ...args, '--no-notices'], env);
  return {
    async synth(stage, assembly) {
      await cdk('synth', '--quiet', '-c', `stage=${stage}`, '--output', assembly);
      return prepareForMoto(join(assembly, `connections-${stage}.template.json`));
    },
    bootstrap: (assembly) => cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', assembly),
    deploy: (stack, assembly) =>
      cdk('deploy', stack, '--app', assembly, '--require-approval', 'never', '--method=direct'),
  };
}

/** Told only when it fails. */
export async function runToEnd(args: string[], env: Record<string, string>, input?: string): Promise<string> {
  const child = spawn('npx', args, {
    cwd: root,
    env: { ...process.env, ...env, CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true' },
    timeout: LONGEST,
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
  child.stdin.end(input ?? '');
  const [code] = await once(child, 'close');
  process.off('exit', kill);
  if (code !== 0) throw new Error(`npx ${args.slice(0, 2).join(' ')} failed:\n${told.slice(-4_000)}`);
  return told;
}
