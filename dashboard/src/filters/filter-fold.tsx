import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

interface Props {
  /** How many filters are set. */
  set: number;
  children: ComponentChildren;
}

/** The filters of a list. On a small screen they are folded, so that the list is seen. */
export function FilterFold({ set, children }: Props) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <search class={isOpen ? 'filter-fold open' : 'filter-fold'}>
      <button
        type="button"
        class="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide the filters' : set === 0 ? 'Filters' : `Filters (${set} set)`}
      </button>
      <div class="filters record-filters" id={id}>
        {children}
      </div>
    </search>
  );
}
