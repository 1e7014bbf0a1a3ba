import { chromiumOptions } from './chromium.ts';

/** One clear sentence before any test, in place of a time-out in each. */
export default function requireChromium(): void {
  chromiumOptions();
}
