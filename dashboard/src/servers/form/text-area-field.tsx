import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Below, describedBy, Label } from '../../parts/fields.tsx';

interface Props {
  label: string;
  note?: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  /** For JSON and lists of names. */
  isCode?: boolean;
  maxLength?: number;
}

/** Several lines of text with their label, a hint, and what is wrong with them. */
export function TextAreaField(props: Props) {
  const { label, note, hint, error, value, onChange, rows = 3, isCode = false, maxLength } = props;
  const id = useId();
  const attributes: object = maxLength === undefined ? {} : { maxLength };
  return (
    <div class="field">
      <Label {...{ id, label, note }} />
      <textarea
        {...attributes}
        id={id}
        class={isCode ? 'code-area' : undefined}
        rows={rows}
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, { hint, error })}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <Below {...{ id, hint, error }} />
    </div>
  );
}
