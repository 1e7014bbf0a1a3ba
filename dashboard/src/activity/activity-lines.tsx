import type { Activity } from '../api/types.ts';
import { useResource } from '../data/resource.ts';
import { usePeople } from '../data/use-people.ts';
import { Pieces } from '../parts/pieces.tsx';
import { Time } from '../parts/time.tsx';
import { useHere } from '../shell/here.ts';
import { activityText, type Names } from '../words/activity-words.ts';
import { namesOf } from '../words/provider-name.ts';

interface Props {
  entries: Activity[];
  /** Below a heading with the day, the time of the day says more. */
  time?: 'relative' | 'clock';
}

/** Entries of the activity, each as a sentence with its time. */
export function ActivityLines({ entries, time = 'relative' }: Props) {
  const { data } = useHere();
  const nameOf = namesOf(useResource(data.providers).value);
  const people = usePeople();
  return (
    <ol class="lines">
      {entries.map((entry) => (
        <li key={activityKey(entry)}>
          <Line {...{ entry, nameOf, people }} />
          <Time at={entry.at} form={time} />
        </li>
      ))}
    </ol>
  );
}

/** Entries have no id. Two of one moment differ in one of these. */
export function activityKey({ at, type, connectionId, server, provider, actor, operation }: Activity) {
  return [at, type, connectionId, server, provider, actor, operation].join(' ');
}

function Line({ entry, ...names }: Names & { entry: Activity }) {
  const { pieces, outcome } = activityText(entry, names);
  return (
    <p>
      <Pieces pieces={pieces} />
      {outcome && <span class="soft">{outcome}</span>}
    </p>
  );
}
