/** Shown during the sign-in, which is short in most cases. */
export function Starting() {
  return (
    <main class="starting" aria-busy="true">
      <span class="spinner" aria-hidden="true" />
      <p>One moment…</p>
    </main>
  );
}
