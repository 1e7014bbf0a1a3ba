/** Checks the injector's answer to `servers` against the contract, as judge-answer.ts does for the other two. Pure. */
import type { ListedServer, ServerFacts, ServersAnswer } from '../../src/contract/injection-messages.ts';
import { type Fields, isFields, isListOf, isText, judgeReadiness, refusedAnswer } from './judge-answer.ts';

/** The servers in an answer to `servers`. Undefined: one of its fields is not valid, or a server is named twice. */
export function judgeServersAnswer(answer: unknown): ServersAnswer | undefined {
  if (!isFields(answer)) return undefined;
  if (answer.isAuthorized === false) return refusedAnswer(answer);
  if (!Array.isArray(answer.servers)) return undefined;
  const servers = answer.servers.map((server) => (isFields(server) ? listedServer(server) : undefined));
  if (!servers.every((server) => server !== undefined)) return undefined;
  const ids = new Set(servers.map(({ id }) => id));
  return ids.size === servers.length ? { servers } : undefined;
}

function listedServer(server: Fields): ListedServer | undefined {
  const facts = serverFacts(server);
  const readiness = judgeReadiness(server);
  return facts && readiness && { ...facts, ...readiness };
}

function serverFacts({ id, name, url, binding, discovery, tools }: Fields): ServerFacts | undefined {
  if (!isText(id) || !isText(name) || typeof discovery !== 'boolean') return undefined;
  if (url !== undefined && !(isText(url) && URL.canParse(url))) return undefined;
  if (binding !== 'request' && binding !== 'session' && binding !== 'process') return undefined;
  if (tools !== undefined && !isListOf(tools, (tool) => tool !== '')) return undefined;
  return {
    ...{ id, name, binding, discovery },
    ...(url !== undefined && { url }),
    ...(tools !== undefined && { tools: [...tools] }),
  };
}
