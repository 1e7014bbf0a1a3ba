import { SelectField, TextField } from '../../parts/fields.tsx';
import { errorAt, type FieldErrors } from '../../words/field-words.ts';
import type { Draft, DraftPlacement, Written } from './draft.ts';

interface Props {
  placement: DraftPlacement;
  index: number;
  reach: Draft['reach'];
  errors: FieldErrors;
  onChange: (placement: DraftPlacement) => void;
  onRemove?: () => void;
}

const PLACES = {
  address: [
    ['header', 'A header'],
    ['query', 'A query parameter'],
  ],
  process: [['env', 'An environment variable']],
} as const;
const WRITTEN: readonly (readonly [Written, string])[] = [
  ['text', 'As it is'],
  ['base64', 'In base64'],
  ['json', 'As a JSON object'],
  ['json-base64', 'As a JSON object in base64'],
];

/** One place of the token. */
export function PlacementField({ placement, index, reach, errors, onChange, onRemove }: Props) {
  const change = (part: Partial<DraftPlacement>) => onChange({ ...placement, ...part });
  const at = (field: string) => errorAt(errors, `/placements/${index}/${field}`);
  return (
    <fieldset class="placement">
      <legend class="visually-hidden">Place {index + 1}</legend>
      <div class="placement-line">
        <SelectField
          label="Place"
          error={at('in')}
          value={placement.in}
          choices={PLACES[reach]}
          onChange={(place) => change({ in: place as DraftPlacement['in'] })}
        />
        <TextField
          label="Its name"
          error={at('name')}
          value={placement.name}
          onChange={(name) => change({ name })}
          input={{ autocapitalize: 'off', maxLength: 128 }}
        />
      </div>
      <TextField
        label="Value"
        error={at('value')}
        value={placement.value}
        onChange={(value) => change({ value })}
        input={{ autocapitalize: 'off', maxLength: 4000 }}
      />
      <div class="placement-line">
        <SelectField
          label="Written"
          error={at('encode')}
          value={placement.written}
          choices={WRITTEN}
          onChange={(written) => change({ written: written as Written })}
        />
        <TextField
          label="Text before it"
          note="optional"
          error={at('prefix')}
          value={placement.prefix}
          onChange={(prefix) => change({ prefix })}
          input={{ autocapitalize: 'off', maxLength: 256 }}
        />
      </div>
      {onRemove && (
        <button type="button" class="button small quiet" onClick={onRemove}>
          Remove this place
        </button>
      )}
    </fieldset>
  );
}
