/** Passes a server's progress on to the client that asked for it, under the token of that client. */
import type { Progress } from '@modelcontextprotocol/client';
import type { ServerContext } from '@modelcontextprotocol/server';

export interface PassedProgress {
  onProgress: (progress: Progress) => void;
  /** Resolves when all that came is sent. */
  sent(): Promise<void>;
}

/** Undefined: the client did not ask. */
export function passProgress({ mcpReq }: ServerContext): PassedProgress | undefined {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let sending: Promise<unknown> = Promise.resolve();
  return {
    onProgress({ progress, total, message }) {
      const params = { progressToken, progress, total, message };
      // A client that went away gets none. The call ends by its own signal.
      sending = sending
        .then(() => mcpReq.notify({ method: 'notifications/progress', params }))
        .catch(() => undefined);
    },
    sent: async () => void (await sending),
  };
}
