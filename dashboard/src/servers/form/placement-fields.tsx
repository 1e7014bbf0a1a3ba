import { useEffect, useState } from 'preact/hooks';
import type { Provider } from '../../api/types.ts';
import { TextField } from '../../parts/fields.tsx';
import { errorAt } from '../../words/field-words.ts';
import { type DraftPlacement, isUsual } from './draft.ts';
import type { Part } from './part.ts';
import { PlacementField } from './placement-field.tsx';

/** More can be had by the API. */
const MOST = 8;

/** Where the token stands in a request, or in the environment of a process. Folded, since nearly every server takes the usual place. */
export function PlacementFields({ part, provider }: { part: Part; provider: Provider | undefined }) {
  const { draft, errors, change } = part;
  const { placements, reach } = draft;
  const isWrong = errorAt(errors, '/placements') ?? errorAt(errors, '/removeHeaders');
  const [isOpen, setOpen] = useState(!isUsual(placements));
  useEffect(() => {
    if (isWrong !== undefined || reach === 'process') setOpen(true);
  }, [isWrong, reach]);
  const set = (index: number, next: DraftPlacement) => change({ placements: placements.with(index, next) });
  const last = placements.at(-1);
  return (
    <details
      class="server-advanced"
      open={isOpen || isWrong !== undefined}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        Where the token is placed
        {isUsual(placements) && (
          <>
            : <code>Authorization: Bearer</code>
          </>
        )}
      </summary>
      <div class="placements">
        <Names names={provider?.templateNames} />
        {placements.map((placement, index) => (
          <PlacementField
            key={index}
            {...{ placement, index, reach, errors }}
            onChange={(next) => set(index, next)}
            {...(placements.length > 1 && {
              onRemove: () => change({ placements: placements.toSpliced(index, 1) }),
            })}
          />
        ))}
        {errors['/placements'] !== undefined && (
          <p class="field-error" role="alert">
            {errors['/placements']}
          </p>
        )}
        {placements.length < MOST && last && (
          <button
            type="button"
            class="button small"
            onClick={() => change({ placements: [...placements, { ...last, name: '', value: '' }] })}
          >
            Add another place
          </button>
        )}
        {reach === 'address' && (
          <TextField
            label="Headers of the caller that are not forwarded"
            note="optional"
            hint="With commas between them. Authorization and Cookie are never forwarded."
            error={errorAt(errors, '/removeHeaders')}
            value={draft.removeHeaders}
            onChange={(removeHeaders) => change({ removeHeaders })}
            input={{ autocapitalize: 'off' }}
          />
        )}
      </div>
    </details>
  );
}

function Names({ names = ['accessToken', 'clientId'] }: { names: string[] | undefined }) {
  return (
    <p class="field-hint">
      A value holds the token as <code>{'{accessToken}'}</code>
      {names.length > 1 && (
        <>
          , and can hold{' '}
          {names
            .filter((name) => name !== 'accessToken')
            .map((name) => (
              <>
                <code key={name}>{`{${name}}`}</code>{' '}
              </>
            ))}
        </>
      )}
    </p>
  );
}
