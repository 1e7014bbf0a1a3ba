import { useId } from 'preact/hooks';
import type { Call } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { usePeople } from '../../data/use-people.ts';
import { Pieces } from '../../parts/pieces.tsx';
import { Time } from '../../parts/time.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { callPieces, isTrial, outcomeText } from '../../words/call-words.ts';
import { CallDetails } from './call-details.tsx';
import { remedyOf } from './call-remedy.ts';

interface Props {
  call: Call;
  titleOf: (connection: string) => string;
  isOpen: boolean;
  onToggle: () => void;
}

/** One call in a sentence, its details below it when they are wanted. */
export function CallRow({ call, titleOf, isOpen, onToggle }: Props) {
  const id = useId();
  return (
    <li class="call">
      <div class="call-head">
        <CallSentence call={call} titleOf={titleOf} />
        <div class="call-end">
          <Time at={call.at} form="clock" />
          <button
            type="button"
            class="button small quiet"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={onToggle}
          >
            {isOpen ? 'Hide' : 'Details'}
          </button>
        </div>
      </div>
      {isOpen && <CallDetails call={call} id={id} />}
    </li>
  );
}

/** What happened, what came of it, and what a person can do about it. */
export function CallSentence({ call, titleOf }: Pick<Props, 'call' | 'titleOf'>) {
  const { isManager } = useHere();
  const people = usePeople();
  const { outcome, caller } = call;
  return (
    <div class="call-text">
      <p>
        <Pieces pieces={callPieces(call, titleOf)} />
      </p>
      <p class="small-text">
        <span class={outcome === 'injected' || outcome === 'health' ? undefined : 'call-refused'}>
          {outcomeText(outcome)}
        </span>
        {isManager && caller !== undefined && ` · ${people(caller)}`}
        {isTrial(call) && ' · Test call from the dashboard'}
        <Remedy call={call} />
      </p>
    </div>
  );
}

function Remedy({ call }: { call: Call }) {
  const { data, to, isManager } = useHere();
  const connections = useResource(data.connections).value;
  const servers = useResource(data.servers).value;
  if (connections === undefined || servers === undefined) return null;
  const remedy = remedyOf(call, { connections, servers, isAdmin: isManager });
  return (
    remedy && (
      <>
        {' · '}
        <Link to={to(remedy.target)}>{remedy.text}</Link>
      </>
    )
  );
}
