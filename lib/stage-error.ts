/** The error of a stage that cannot be deployed as its settings say. */

/** Its message is written for the operator's terminal, which shows it without a stack trace. */
export class StageError extends Error {
  override name = 'StageError';
}
