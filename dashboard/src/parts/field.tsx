import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** What a person reads beside a control. */
export interface FieldProps {
  label: string;
  /** Only screen readers read the label, because the text beside the field says the same. */
  isLabelHidden?: boolean;
  /** A word after the label, such as "optional". */
  note?: string;
  hint?: ComponentChildren;
  /** What is wrong with the value. */
  error?: string | undefined;
}

/** Attributes that bind a control to its label, its hint and its error. */
interface Bound {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

interface Props extends FieldProps {
  /** Makes the control with the attributes that it needs. */
  children: (bound: Bound) => ComponentChildren;
}

/** A control with its label above it, and what is wrong with its value and a hint below it. */
export function Field({ label, isLabelHidden = false, note, hint, error, children }: Props) {
  const id = useId();
  const below = [error !== undefined && `${id}-error`, hint && `${id}-hint`].filter(Boolean);
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'visually-hidden' : undefined}>
        {label} {note && <small>({note})</small>}
      </label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': below.length === 0 ? undefined : below.join(' '),
      })}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
