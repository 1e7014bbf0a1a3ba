import type { Call, CallFilter, DayOfCalls } from '../api.ts';
import { OUTCOME_CHOICES, outcomeText } from '../words/call-words.ts';

interface Props {
  filter: CallFilter;
  calls: Call[] | undefined;
  today: DayOfCalls | undefined;
  /** Members see no calls of others in any case. */
  isAdmin: boolean;
  onChange: (filter: CallFilter) => void;
}

export function CallFilters({ filter, calls, today, isAdmin, onChange }: Props) {
  const { server, outcome, mine } = filter;
  const seen = [...(calls ?? []), ...(today?.counts ?? [])].map((each) => each.server);
  const servers = [...new Set([...(server === undefined ? [] : [server]), ...seen])].sort();
  return (
    <div class="call-filters">
      <label>
        Server{' '}
        <select
          value={server ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange(value === '' ? without(filter, 'server') : { ...filter, server: value })
          }
        >
          <option value="">All</option>
          {servers.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <label>
        Outcome{' '}
        <select
          value={outcome ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const chosen = OUTCOME_CHOICES.find((each) => each === value);
            onChange(chosen === undefined ? without(filter, 'outcome') : { ...filter, outcome: chosen });
          }}
        >
          <option value="">All</option>
          {OUTCOME_CHOICES.map((each) => (
            <option key={each} value={each}>
              {outcomeText(each)}
            </option>
          ))}
        </select>
      </label>
      {isAdmin && (
        <label>
          <input
            type="checkbox"
            checked={mine === true}
            onChange={({ currentTarget: { checked } }) => onChange({ ...filter, mine: checked })}
          />{' '}
          Only mine
        </label>
      )}
    </div>
  );
}

function without(filter: CallFilter, name: keyof CallFilter): CallFilter {
  const { [name]: _, ...others } = filter;
  return others;
}
