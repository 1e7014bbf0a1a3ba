/** Installs the Inspector before the first test. */
import { installPinned } from '../install-pinned.ts';

export default () => installPinned(import.meta.dirname);
