import type { DayOfCalls } from '../api.ts';
import { callsByServer, dayText } from '../words/call-words.ts';

interface Props {
  counted: DayOfCalls;
  /** Whether a person chose the day. */
  isChosen: boolean;
}

/** How many servers are shown. */
const SERVERS = 8;

/** The calls of a day in a sentence, and by server. They are of the whole workspace. */
export function CallCounts({ counted, isChosen }: Props) {
  const servers = callsByServer(counted);
  return (
    <>
      <p class="lead">
        {dayText(counted, isChosen ? `On ${counted.day} (UTC)` : 'Today')} The numbers are those of the whole
        workspace.
      </p>
      {servers.length > 0 && (
        <ul class="call-counts" aria-label="Calls of the day by server">
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
