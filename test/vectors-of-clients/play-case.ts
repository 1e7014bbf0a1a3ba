/** Plays one case with the TypeScript client: the stub starts it, and judges what is reported. */
import { createInjector } from '../../client/src/index.ts';
import { callOf } from './calls.ts';
import { runnerSystem } from './runner-system.ts';
import type { Playing, StartedCase } from './started-case.ts';

/** How the client differs from the case, one sentence each. */
export async function playCase(control: string, name: string): Promise<string[]> {
  const address = `${control}/cases/${encodeURIComponent(name)}`;
  const report = await reportOf((await posted(address, {})) as StartedCase);
  const { differences } = (await posted(`${address}/result`, report)) as { differences: string[] };
  return differences;
}

async function posted(address: string, body: object): Promise<unknown> {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

async function reportOf(started: StartedCase): Promise<object> {
  const { lambda, functionName, callerToken, call, faster } = started;
  const system = runnerSystem(faster, call.environment);
  const restore = withVariables({
    AWS_ENDPOINT_URL_LAMBDA: lambda,
    ...(call.do !== 'process' && call.environment),
  });
  const injector = createInjector({ functionName, callerToken, system });
  const playing: Playing = { ...started, injector, system, logs: [], envs: [], leaks: 0 };
  try {
    const results = await callOf(playing);
    const { logs, envs, leaks } = playing;
    return { results, logs: logs.join('\n'), waits: system.slept, leaks, envs };
  } finally {
    injector.close();
    restore();
  }
}

/** Sets variables of this process. Returns what puts the former ones back. */
function withVariables(variables: Record<string, string>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
}
