/** Made when the page is built: dashboard/logos.ts. */
declare module 'connections:logos' {
  const logos: Record<string, { path: string; colour: string }>;
  export default logos;
}
