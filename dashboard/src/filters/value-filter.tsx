import { SelectField } from '../parts/fields.tsx';
import { choicesOf } from './filter-address.ts';

interface Props {
  label: string;
  /** The words of the choice that filters nothing. */
  all?: string;
  /** What is chosen; the empty text stands for "all". A link can name a value that is in no list any more. */
  value: string;
  /** Known values, in any order and also twice. */
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
