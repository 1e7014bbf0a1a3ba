/** What `npm start` prints when it runs: where everything is, and what to set to use it. Pure. */
import type { LocalEnvironment } from './environment.ts';
import type { StartOptions } from './start-options.ts';
import { PLAYED_STATE, USUAL_STATE } from './state-folders.ts';

export function startMessage(
  urls: LocalEnvironment['urls'],
  { logFile, play, state }: Pick<StartOptions, 'play' | 'state'> & { logFile: string },
): string {
  const played = urls.playedProviders && [
    `  Played         ${urls.playedProviders}   (${play.join(', ')}: no real accounts)`,
  ];
  // The command finds the usual folders by itself.
  const isUsual = state === USUAL_STATE || state === PLAYED_STATE;
  const lines = [
    '  The local environment of Connections is running.',
    '',
    `  Dashboard      ${urls.dashboard}   (sign in as Ada, Bob or Mallory)`,
    `  API            ${urls.api}/api   (as a document: ${urls.api}/openapi.json)`,
    `  Identity       ${urls.identityProvider}`,
    `  Demo Provider  ${urls.demoProvider}`,
    `  MCP servers    ${urls.notesMcp}`,
    `                 ${urls.tasksMcp}`,
    ...(played || []),
    `  MCP clients    ${urls.endpoint}/acme   (or /globex: the address for your own client)`,
    `  Log            ${logFile}`,
    '',
    '  A runtime invokes the function token-injector. Without these variables its AWS SDK sends nothing, or elsewhere:',
    '',
    `  export AWS_ENDPOINT_URL_LAMBDA=${urls.lambda} AWS_REGION=local \\`,
    '    AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
    '',
    `  A token for curl: npm run --silent token -- ada${isUsual ? '' : ` --state ${state}`}`,
    '',
    '  Press Ctrl+C to stop it. Your connections are kept for the next start.',
  ];
  return `\n${lines.join('\n')}\n\n`;
}
