/**
 * Holds a process to a share of a core, as Lambda does by the function's memory: 1,769 MB have one core (AWS Lambda documentation,
 * "Configure Lambda function memory"). The process stands still for the rest of each period, also where it only waits, so this is a
 * little stricter than Lambda, which counts what a process computes.
 */
const PERIOD = 40;
const MEGABYTES_OF_A_CORE = 1_769;

/** Of a core, at most one. */
export function shareOf(megabytes: number): number {
  return Math.min(1, megabytes / MEGABYTES_OF_A_CORE);
}

/** Returns what ends it. */
export function holdToShare(pid: number, share: number): () => void {
  if (share >= 1) return () => undefined;
  let resume: NodeJS.Timeout | undefined;
  const period = setInterval(() => {
    process.kill(pid, 'SIGSTOP');
    resume = setTimeout(() => process.kill(pid, 'SIGCONT'), PERIOD * (1 - share));
  }, PERIOD);
  return () => {
    clearInterval(period);
    clearTimeout(resume);
    process.kill(pid, 'SIGCONT');
  };
}
