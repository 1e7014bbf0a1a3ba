import type { CountedCalls } from '../api/types.ts';
import { callsByTool } from '../words/call-words.ts';

const NUMBER = new Intl.NumberFormat('en');
const SHOWN = 10;

interface Props {
  counted: CountedCalls;
  /** All calls are of one server, which the page names. */
  isOfOne?: boolean;
}

/** The calls by server and tool, the most frequent ones first. */
export function CallTable({ counted, isOfOne = false }: Props) {
  const rows = callsByTool(counted);
  if (counted.more) return <p class="soft">There were too many calls to count them by tool.</p>;
  if (rows.length === 0) return null;
  return (
    <div class="table-scroll">
      <table class="table">
        <thead>
          <tr>
            {!isOfOne && <th scope="col">Server</th>}
            <th scope="col">Tool</th>
            <th scope="col" class="number">
              Allowed
            </th>
            <th scope="col" class="number">
              Refused
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ server, tool, allowed, refused }) => (
            <tr key={`${server} ${tool}`}>
              {!isOfOne && <td>{server}</td>}
              <td>{tool}</td>
              <td class="number">{NUMBER.format(allowed)}</td>
              <td class="number">{NUMBER.format(refused)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
