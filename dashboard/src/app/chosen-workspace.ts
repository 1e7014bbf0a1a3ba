/** Remembers which workspace this tab shows, for a reload or a new sign-in. */
const KEY = 'connections.workspace';

export function rememberWorkspace(id: string): void {
  sessionStorage.setItem(KEY, id);
}

export function rememberedWorkspace(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}
