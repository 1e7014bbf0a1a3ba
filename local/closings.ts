/** Closes what was started: the last one first, and each once. */

export type Closing = () => Promise<void>;
/** Takes the closing of something that has just started. */
export type OnClose = (closing: Closing) => void;

/** Starts the parts of a whole. Rejects, after closing the parts that it had started, if one part does not start. */
export async function startedWhole<T extends object>(
  start: (onClose: OnClose) => Promise<T>,
): Promise<T & { close: Closing }> {
  const closings: Closing[] = [];
  const close = async () => {
    for (const each of closings.splice(0).reverse()) await each();
  };
  try {
    return { ...(await start((closing) => closings.push(closing))), close };
  } catch (error) {
    await close();
    throw error;
  }
}
