import { useRef, useState } from 'preact/hooks';
import { trimmed } from '../../../../src/contract/resources/trim-pasted.ts';
import { TextField } from '../../parts/fields.tsx';

type Props = Omit<Parameters<typeof TextField>[0], 'hint' | 'type'> & {
  hint: string;
  /** It is not shown as it is typed. A button shows it. */
  isSecret?: boolean;
};

/** A text that people copy at a provider's page: what came along around it goes at once, and the page says so. */
export function PastedField({ isSecret = false, hint, ...field }: Props) {
  const [isShown, setShown] = useState(false);
  const { note, ...listeners } = usePaste(field.value, field.onChange);
  return (
    <div class={isSecret ? 'pasted-field with-reveal' : 'pasted-field'} {...listeners}>
      <TextField
        {...field}
        type={isSecret && !isShown ? 'password' : 'text'}
        hint={<span role="status">{note ?? hint}</span>}
      />
      {isSecret && (
        <button
          type="button"
          class="button quiet small reveal"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? 'Hide' : 'Show'}
          <span class="visually-hidden"> the {field.label.toLowerCase()}</span>
        </button>
      )}
    </div>
  );
}

const TRIMMED = 'Spaces around it were left out.';
/** A field of one line joins them without a word, and the value would be another one. */
const JOINED = 'What you pasted has several lines, which were joined. Check that it is one value.';

function usePaste(value: string, onChange: (value: string) => void) {
  const [note, setNote] = useState<string>();
  const trim = () => {
    const kept = trimmed(value);
    if (kept === value) return;
    onChange(kept);
    setNote(TRIMMED);
  };
  // Not while somebody types: a blank may stand within a secret.
  const wasPasted = useRef(false);
  return {
    note,
    onPaste: (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text') ?? '';
      wasPasted.current = true;
      setNote(/[\r\n]/.test(trimmed(text)) ? JOINED : trimmed(text) === text ? undefined : TRIMMED);
    },
    onInput: (event: InputEvent) => {
      if (wasPasted.current) onChange(trimmed((event.target as HTMLInputElement).value));
      else setNote(undefined);
      wasPasted.current = false;
    },
    onFocusOut: trim,
  };
}
