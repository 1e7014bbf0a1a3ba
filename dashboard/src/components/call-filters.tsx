import type { Call, CallFilter, DayOfCalls } from '../api.ts';
import { OUTCOME_CHOICES, outcomeText } from '../words/call-words.ts';

interface Props {
  filter: CallFilter;
  calls: Call[] | undefined;
  counted: DayOfCalls | undefined;
  /** Members see no calls of others in any case. */
  isAdmin: boolean;
  onChange: (filter: CallFilter) => void;
}

export function CallFilters({ filter, calls, counted, isAdmin, onChange }: Props) {
  const seen = [...(calls ?? []), ...(counted?.counts ?? [])].map(({ server }) => server);
  const servers = [...new Set([...(filter.server === undefined ? [] : [filter.server]), ...seen])].sort();
  return (
    <div class="call-filters">
      <Choice
        {...{ id: 'calls-server', label: 'Server', value: filter.server }}
        choices={servers.map((server) => [server, server])}
        onChoose={(server) => onChange({ ...filter, server })}
      />
      <Choice
        {...{ id: 'calls-outcome', label: 'Outcome', value: filter.outcome }}
        choices={OUTCOME_CHOICES.map((outcome) => [outcome, outcomeText(outcome)])}
        onChoose={(chosen) =>
          onChange({ ...filter, outcome: OUTCOME_CHOICES.find((each) => each === chosen) })
        }
      />
      <label class="call-choice">
        Day
        <input
          type="date"
          value={filter.day ?? ''}
          onChange={({ currentTarget: { value } }) => onChange({ ...filter, day: value || undefined })}
        />
      </label>
      {isAdmin && (
        <label>
          <input
            type="checkbox"
            checked={filter.mine === true}
            onChange={({ currentTarget: { checked } }) => onChange({ ...filter, mine: checked })}
          />{' '}
          Only mine
        </label>
      )}
    </div>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  value: string | undefined;
  /** Values with their words. */
  choices: readonly (readonly [string, string])[];
  onChoose: (value: string | undefined) => void;
}

function Choice({ id, label, value, choices, onChoose }: ChoiceProps) {
  return (
    <span class="call-choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) =>
          onChoose(event.currentTarget.value === '' ? undefined : event.currentTarget.value)
        }
      >
        <option value="">All</option>
        {choices.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}
