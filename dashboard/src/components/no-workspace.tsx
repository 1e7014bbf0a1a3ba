export function NoWorkspace() {
  return (
    <main class="content">
      <div class="empty">
        <h1>No workspace</h1>
        <p>You are not a member of any workspace. Ask an admin to add you, then sign in again.</p>
      </div>
    </main>
  );
}
