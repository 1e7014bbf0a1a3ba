import { TextField } from '../parts/fields.tsx';
import { spanFault } from '../words/days.ts';

interface Span {
  from: string;
  to: string;
}

/** The first and the last day of what is shown. */
export function DayFields({ from, to, onChange }: Span & { onChange: (span: Span) => void }) {
  return (
    <>
      <TextField
        label="From"
        note="UTC"
        type="date"
        value={from}
        onChange={(next) => onChange({ from: whole(next), to })}
      />
      <TextField
        label="To"
        note="UTC"
        type="date"
        value={to}
        error={spanFault({ from, to })}
        onChange={(next) => onChange({ from, to: whole(next) })}
      />
    </>
  );
}

/** While a year is typed its first digits are a year already, of which there are no records. */
function whole(day: string): string {
  return day >= '2000' ? day : '';
}
