import type { Call } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';
import { useNow } from '../../parts/use-now.ts';
import { byDay } from '../../words/days.ts';
import { CallRow } from './call-row.tsx';

interface Props {
  calls: Call[];
  titleOf: (connection: string) => string;
  /** The operation id of the call whose details are shown. */
  opened: string;
  onOpen: (operationId: string) => void;
}

/** The calls, each day below its heading. */
export function CallDays({ calls, titleOf, opened, onOpen }: Props) {
  const now = useNow();
  return (
    <div class="stack">
      {byDay(calls, now).map(({ heading, items }) => (
        <Panel key={heading} title={heading} class="day">
          <ol>
            {items.map((call) => (
              <CallRow
                key={call.operationId}
                {...{ call, titleOf }}
                isOpen={call.operationId === opened}
                onToggle={() => onOpen(call.operationId === opened ? '' : call.operationId)}
              />
            ))}
          </ol>
        </Panel>
      ))}
    </div>
  );
}
