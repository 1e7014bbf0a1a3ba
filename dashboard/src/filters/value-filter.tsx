import { SelectField } from '../parts/fields.tsx';
import { choicesOf } from './filter-address.ts';

interface Props {
  label: string;
  /** The words of the choice that filters nothing. */
  all?: string;
  /** The chosen value, or the empty text for "all". A link can choose a value that is not among the known ones. */
  value: string;
  /** The values to choose from, in any order. A value can be in the list twice. */
  known: readonly (string | undefined)[];
  words: (value: string) => string;
  onChange: (value: string) => void;
}

/** A filter by one of the values that are known. */
export function ValueFilter({ label, all = 'All', value, known, words, onChange }: Props) {
  return (
    <SelectField
      {...{ label, value, onChange }}
      choices={[['', all], ...choicesOf([value, ...known], words)]}
    />
  );
}
