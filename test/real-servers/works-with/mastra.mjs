import { injectingFetch } from '@connections/client';
import { MCPClient } from '@mastra/mcp';

/** For `new Agent({ tools: await client.listTools(), … })`. Each call is of the person in its request context. */
export function connectMastra({ url, ...target }) {
  const fetch = (address, init, requestContext) => {
    const callerToken = requestContext?.get('callerToken');
    return injectingFetch({ ...target, callerToken, refusals: 'answer' })(address, init);
  };
  return new MCPClient({ servers: { [target.server]: { url: new URL(url), fetch } } });
}
