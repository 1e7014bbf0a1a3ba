/**
 * An injector in front of the real one of an environment, which also names the servers that a test wants. Whether there is a
 * connection for each is what the real one says.
 */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  createInjector,
  type Injector,
  type InvokingClient,
  type ServerFacts,
} from '../../client/src/index.ts';
import type { CheckAnswer } from '../../src/contract/injection-messages.ts';
import type { World } from '../journeys/world.ts';

export type ServerFactsByWorkspace = Record<string, ServerFacts[]>;

export interface AskedInjector {
  client: Injector;
  /** What was asked, oldest first. */
  asked: Question[];
}

interface Question {
  workspaceId: string;
  callerToken?: string;
  servers?: true;
  check?: string[];
  listed?: { server: string; tools: { name: string; fingerprint: string }[] };
  operation?: { kind: string; server: string; tool?: string };
}

export function injectorWithServers(world: World, servers: ServerFactsByWorkspace): AskedInjector {
  const lambda = new LambdaClient({
    endpoint: world.environment.urls.lambda,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const asked: Question[] = [];
  const client: InvokingClient = {
    async send(command, options) {
      const question: Question = JSON.parse(Buffer.from(command.input.Payload as Uint8Array).toString());
      asked.push(question);
      if (!question.servers) return lambda.send(command, options);
      const facts = servers[question.workspaceId] ?? [];
      const answer = await checked(lambda, question, facts);
      return { Payload: Buffer.from(JSON.stringify(answer)) };
    },
  };
  const system = { now: world.now };
  return { client: createInjector({ functionName: 'token-injector', client, system }), asked };
}

async function checked(
  lambda: LambdaClient,
  { servers: _, ...rest }: Question,
  facts: readonly ServerFacts[],
) {
  const question = { version: '1', ...rest, check: facts.map(({ id }) => id) };
  const Payload = Buffer.from(JSON.stringify(question));
  const output = await lambda.send(new InvokeCommand({ FunctionName: 'token-injector', Payload }));
  const answer: CheckAnswer = JSON.parse(Buffer.from(output.Payload as Uint8Array).toString());
  if ('isAuthorized' in answer) return answer;
  return { servers: facts.map((each, index) => ({ ...each, ...withoutServer(answer.statuses[index]) })) };
}

function withoutServer(status: object | undefined) {
  const { server: _, ...rest } = status as { server: string };
  return rest;
}
