import { createMCPClient } from '@ai-sdk/mcp';
import { injectingFetch } from '@connections/client';

/** For `generateText({ model, tools, … })`. Close the client when the answer is there. */
export async function connectAiSdk({ url, ...target }) {
  const fetch = injectingFetch({ ...target, refusals: 'answer' });
  return createMCPClient({ transport: { type: 'http', url, fetch } });
}
