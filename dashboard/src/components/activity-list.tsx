import type { Activity } from '../api.ts';
import { activityText } from '../words/activity-words.ts';
import { Time } from './time.tsx';

interface Props {
  activity: Activity[] | undefined;
  isFailed: boolean;
  nameOf: (provider: string) => string;
}

export function ActivityList({ activity, isFailed, nameOf }: Props) {
  return (
    <section aria-labelledby="activity-heading" aria-busy={activity === undefined && !isFailed}>
      <h2 id="activity-heading">Activity</h2>
      {activity === undefined && isFailed && <p class="soft">The activity could not be loaded.</p>}
      {activity?.length === 0 && <p class="soft">Nothing has happened yet.</p>}
      <ol class="activity">
        {activity?.map((entry) => (
          <li key={`${entry.at} ${entry.type} ${entry.connectionId ?? entry.server ?? entry.provider}`}>
            <Sentence entry={entry} nameOf={nameOf} />
            <Time at={entry.at} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Sentence({ entry, nameOf }: { entry: Activity; nameOf: Props['nameOf'] }) {
  const { pieces, outcome } = activityText(entry, nameOf);
  return (
    <p class="activity-text">
      {pieces.map(({ text, isName }, index) => (isName ? <strong key={index}>{text}</strong> : text))}
      {outcome && <span class="soft">{outcome}</span>}
    </p>
  );
}
