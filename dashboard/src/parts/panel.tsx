import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  title: string;
  /** Beside the title. */
  actions?: ComponentChildren;
  /** A sentence below the title. */
  lead?: ComponentChildren;
  /** While the content is loaded. */
  isBusy?: boolean;
  class?: string;
  children: ComponentChildren;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, actions, lead, isBusy = false, class: more = '', children }: Props) {
  const id = useId();
  return (
    <section class={`panel ${more}`} aria-labelledby={id} aria-busy={isBusy}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {actions && <div class="panel-actions">{actions}</div>}
      </div>
      {lead && <p class="panel-lead">{lead}</p>}
      {children}
    </section>
  );
}

/** Names and values, such as the facts of a connection. */
export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
