import type { DayOfCalls } from '../api.ts';
import { callsByServer, dayText } from '../words/call-words.ts';

/** How many servers are shown. */
const SERVERS = 8;

/** The calls of today in a sentence, and by server. They are of the whole workspace. */
export function CallCounts({ today }: { today: DayOfCalls }) {
  const servers = callsByServer(today);
  return (
    <>
      <p class="lead">{dayText(today)} The numbers are those of the whole workspace.</p>
      {servers.length > 0 && (
        <ul class="call-counts" aria-label="Calls today by server">
          {servers.slice(0, SERVERS).map(({ server, text }) => (
            <li key={server}>
              {server} <strong>{text}</strong>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
