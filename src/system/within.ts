/** Resolves as `work` does, or with undefined after `milliseconds`. The timer does not keep the process alive. */
export function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(resolve, milliseconds, undefined).unref();
  });
  return Promise.race([work, late]);
}
