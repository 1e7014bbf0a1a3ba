/** The folders in which `npm start` keeps its state where no other is named. */
import { isLocked } from './state-lock.ts';

/** Without played providers: its tokens are real ones. */
export const USUAL_STATE = '.local';
/** With played providers, whose tokens never meet real ones. */
export const PLAYED_STATE = '.local-play';
/** The state of `npm run example:remote`. */
export const REMOTE_STATE = '.local-remote';

/** The folder that a running `npm start` uses. Where none runs, or both: the one without played providers. */
export async function stateInUse(): Promise<string> {
  const isPlaying = (await isLocked(PLAYED_STATE)) && !(await isLocked(USUAL_STATE));
  return isPlaying ? PLAYED_STATE : USUAL_STATE;
}
