import type { FieldErrors } from '../../words/field-words.ts';
import type { CustomDraft } from './custom-draft.ts';

/** What each part of the form gets. */
export interface DraftProps {
  draft: CustomDraft;
  onChange: (change: Partial<CustomDraft>) => void;
  errors: FieldErrors;
}
