/** The functions of a deployed stack: their uploaded bundles, and the variables that they were deployed with. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { FunctionName } from '../../src/contract/environment.ts';

export interface DeployedFunction {
  functionName: string;
  /** The file to import. */
  bundle: string;
  variables: Record<string, string>;
  timeoutMs: number;
  description: string;
}

interface Template {
  Resources: Record<string, { Type: string; Properties: { Code?: { S3Bucket: string; S3Key: string } } }>;
}

const run = promisify(execFile);

export async function readTemplate(assembly: string, stack: string): Promise<Template> {
  return JSON.parse(await readFile(join(assembly, `${stack}.template.json`), 'utf8'));
}

/** By logical id: the names that CloudFormation makes begin with the stack and it. */
export async function deployedFunctions(
  assembly: string,
  stack: string,
  { names, folder }: { names: readonly FunctionName[]; folder: string },
): Promise<Record<FunctionName, DeployedFunction>> {
  const { Resources } = await readTemplate(assembly, stack);
  const lambda = new LambdaClient();
  const s3 = new S3Client({ forcePathStyle: true });
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 50 }));
  const found: [FunctionName, DeployedFunction][] = [];
  for (const name of names) {
    const logicalId = logicalIdOf(Object.keys(Resources), name);
    const configuration = Functions.find((one) => one.FunctionName?.startsWith(`${stack}-${logicalId}-`));
    const code = Resources[logicalId]?.Properties.Code;
    if (!configuration?.FunctionName || !code) throw new Error(`${name} was not deployed`);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: code.S3Bucket, Key: code.S3Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    found.push([
      name,
      {
        functionName: configuration.FunctionName,
        bundle: await unpack(join(folder, `${name}-${code.S3Key.slice(0, 8)}`), bytes),
        variables: configuration.Environment?.Variables ?? {},
        timeoutMs: (configuration.Timeout ?? 3) * 1_000,
        description: configuration.Description ?? '',
      },
    ]);
  }
  lambda.destroy();
  s3.destroy();
  return Object.fromEntries(found) as Record<FunctionName, DeployedFunction>;
}

function logicalIdOf(ids: string[], name: FunctionName): string {
  const form = new RegExp(`^Connections${name.replaceAll('-', '')}Function[0-9A-F]{8}$`);
  const [found, ...others] = ids.filter((id) => form.test(id));
  if (!found || others.length > 0) throw new Error(`the template has no single function ${name}`);
  return found;
}

/** Node unpacks no zip; where moto is, Python is. */
async function unpack(folder: string, bytes: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true });
  const archive = `${folder}.zip`;
  await writeFile(archive, bytes);
  await run('python3', ['-m', 'zipfile', '-e', archive, folder]);
  return join(folder, 'index.mjs');
}
