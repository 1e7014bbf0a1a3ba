import { accessSync, constants } from 'node:fs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Playwright's options for the system's Chromium; its own download is not used. */
export function chromiumOptions(): { executablePath: string; args: string[] } {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  try {
    accessSync(executablePath, constants.X_OK);
  } catch {
    throw new Error(
      `There is no Chromium at ${executablePath}. Install it (on Debian and Ubuntu: apt-get install chromium), ` +
        'or set CHROMIUM_PATH to the one you have.',
    );
  }
  return { executablePath, args: FLAGS };
}
