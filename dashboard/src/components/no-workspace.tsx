export function NoWorkspace() {
  return (
    <main class="content">
      <div class="empty">
        <h1>No workspace</h1>
        <p>Your account belongs to no workspace here. Ask an administrator to add you, then sign in again.</p>
      </div>
    </main>
  );
}
