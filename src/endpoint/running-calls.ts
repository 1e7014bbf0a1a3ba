/**
 * The calls that run in this process, so that an older client can cancel its own: the cancellation is a request of its own. Where
 * each process has one request, as on AWS, none is found and the call runs on.
 */
export interface RunningCalls {
  /** Notes how a call is stopped, until the returned function is called. */
  begin(sessionId: string, requestId: unknown, stop: () => void): () => void;
  /** Stops the call of this session with this id, if there is one (MCP 2025-11-25, cancellation). */
  cancel(sessionId: string, requestId: unknown): void;
}

export function runningCalls(): RunningCalls {
  const running = new Map<string, () => void>();
  return {
    begin(sessionId, requestId, stop) {
      const key = keyOf(sessionId, requestId);
      running.set(key, stop);
      return () => {
        if (running.get(key) === stop) running.delete(key);
      };
    },
    cancel: (sessionId, requestId) => running.get(keyOf(sessionId, requestId))?.(),
  };
}

/** The id 1 is another one than "1" (JSON-RPC 2.0). A session id is bound to its person, so nobody else's calls have it. */
const keyOf = (sessionId: string, requestId: unknown) => JSON.stringify([sessionId, requestId]);
