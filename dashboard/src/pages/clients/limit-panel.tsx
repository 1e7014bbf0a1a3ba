import type { Server } from '../../api/types.ts';
import { CLIENT_NAMES } from '../../clients/client-kinds.ts';
import { fitOf, TOOL_LIMITS, toolsAt } from '../../clients/tool-limits.ts';
import { Badge } from '../../parts/badge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { FIT_WORDS, toolCountWords } from '../../words/tool-limit-words.ts';

/** The clients whose limits are known, and whether each takes all tools of the address. */
export function LimitPanel({ servers }: { servers: Server[] }) {
  const count = toolsAt(servers);
  const isShort = TOOL_LIMITS.every((limit) => fitOf(count, limit) === 'fits');
  return (
    <Panel title="Tool limits of clients" lead={toolCountWords(count)} class="narrow">
      <ul class="rows limits">
        {TOOL_LIMITS.map((limit) => (
          <li key={limit.client} class="limit">
            <p class="row-title limit-title">
              {CLIENT_NAMES[limit.client]}: {limit.most} tools <Badge {...FIT_WORDS[fitOf(count, limit)]} />
            </p>
            <p class="small-text">{limit.beyond}</p>
          </li>
        ))}
      </ul>
      <p class="small-text">
        {isShort
          ? 'The tools of the client’s other MCP servers count as well.'
          : 'The tools of the client’s other MCP servers count as well. With too many, paste the addresses of the servers that you need, in place of the one for all.'}{' '}
        Of the other clients no number is known.
      </p>
    </Panel>
  );
}
