import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A part of a long form. */
export function FormSection({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="form-section" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
