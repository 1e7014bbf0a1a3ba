/** While the sign-in is under way, which is a blink in most cases. */
export function Starting() {
  return (
    <main class="starting" aria-busy="true">
      <span class="spinner" aria-hidden="true" />
      <p>One moment…</p>
    </main>
  );
}
