import type { FieldErrors } from '../../words/field-words.ts';
import type { Draft } from './draft.ts';

/** What the form hands to each group of its fields. */
export interface Part {
  draft: Draft;
  errors: FieldErrors;
  change: (part: Partial<Draft>) => void;
}
