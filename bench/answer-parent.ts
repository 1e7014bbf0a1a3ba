/** The other end of child.ts. */
export type Reply = { answer: unknown; error?: undefined } | { error: string };

type Answers = Record<string, (input: never) => unknown>;

/** Answers the parent's questions until the parent lets go or is gone. */
export function answerParent(answers: Answers): void {
  process.on('message', async ({ question, input }: { question: string; input: never }) => {
    process.send?.(await reply(answers, question, input));
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function reply(answers: Answers, question: string, input: never): Promise<Reply> {
  try {
    return { answer: await answers[question]?.(input) };
  } catch (error) {
    return { error: error instanceof Error ? String(error.stack) : String(error) };
  }
}
