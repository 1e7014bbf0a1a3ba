import { injectingFetch } from '@connections/client';
import { MCPClient } from '@mastra/mcp';

/** For `new Agent({ tools: await client.listTools(), … })`. Each call is of the person in its request context. */
export function connectMastra({ url, ...target }) {
  // One fetch for each caller: it remembers the tokens that it removes from later answers, and its questions.
  const fetches = new Map();
  const fetchFor = (callerToken) => {
    const fetch = fetches.get(callerToken) ?? injectingFetch({ ...target, callerToken, refusals: 'answer' });
    fetches.delete(callerToken);
    fetches.set(callerToken, fetch);
    if (fetches.size > 100) fetches.delete(fetches.keys().next().value);
    return fetch;
  };
  const fetch = (address, init, requestContext) =>
    fetchFor(requestContext?.get('callerToken'))(address, init);
  return new MCPClient({ servers: { [target.server]: { url: new URL(url), fetch } } });
}
