/** What the tests use of packages that are installed in this folder alone, so that types are checked without them. */
declare module 'miniflare' {
  export class Miniflare {
    constructor(options: object);
    ready: Promise<URL>;
    dispose(): Promise<void>;
  }
}
declare module '@cloudflare/workers-oauth-provider' {
  export class OAuthProvider {
    constructor(options: object);
    fetch(request: Request, env: object, ctx: object): Promise<Response>;
  }
}
