/** Which workspace this tab shows, so that a reload or a renewed sign-in comes back to it. */
const KEY = 'connections.workspace';

export function rememberWorkspace(id: string): void {
  sessionStorage.setItem(KEY, id);
}

export function rememberedWorkspace(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}
