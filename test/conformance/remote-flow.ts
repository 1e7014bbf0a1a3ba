/** What an admin does on the page for a remote server: registers it, confirms, and consents in a browser. */
import { type ApiClient, answerIn, type Problem, type Started } from '../../local/demo/api-client.ts';

interface ByHand {
  clientId: string | undefined;
  clientSecret: string | undefined;
}

type Confirmation = Problem & { confirm?: object };

/** One remote server of a workspace. */
export class RemoteFlow {
  readonly #api: ApiClient;
  readonly #workspace: string;
  readonly #server: string;

  constructor(api: ApiClient, workspace: string, server: string) {
    this.#api = api;
    this.#workspace = workspace;
    this.#server = server;
  }

  /** Throws with the problem's code. */
  async register(url: string, { clientId, clientSecret }: ByHand): Promise<void> {
    const path = `/v1/workspaces/${this.#workspace}/mcp-servers/${this.#server}`;
    const put = (body: object) => this.#api.request<Confirmation>('PUT', path, body);
    let answer = await put({ url });
    if (answer.body.confirm) answer = await put({ url, confirmed: answer.body.confirm });
    if (answer.status !== 200)
      throw new Error(`PUT answered ${answer.status} ${JSON.stringify(answer.body)}`);
    if (clientId !== undefined) await this.#putClient({ clientId, clientSecret });
  }

  async #putClient(client: ByHand): Promise<void> {
    const path = `/v1/workspaces/${this.#workspace}/oauth-apps/remote~${this.#server}`;
    const { status, body } = await this.#api.request<Problem>('PUT', path, client);
    if (status !== 200) throw new Error(`PUT of the client answered ${status} ${body.code}`);
  }

  /** Consents, with further scopes. Throws with the problem's code. */
  async connect(scopes?: string[]): Promise<true> {
    const wanted = { provider: `remote~${this.#server}`, replaceAccount: true, ...(scopes && { scopes }) };
    const path = `/v1/workspaces/${this.#workspace}/connect-sessions`;
    const started = await this.#api.request<Started & Problem>('POST', path, wanted);
    if (started.status !== 201) throw new Error(`start answered ${started.status} ${started.body.code}`);
    const { id: session, authorizationUrl, completionSecret } = started.body;
    const returned = answerIn(await browse(authorizationUrl));
    const { status, body } = await this.#api.complete(this.#workspace, {
      ...{ session, completionSecret, ...returned },
    });
    if (status !== 200) throw new Error(`complete answered ${status} ${body.code}`);
    return true;
  }

  /** Disconnects, registers and connects again: the server may be authorized elsewhere now. */
  async connectAnew(url: string): Promise<true> {
    await this.#api.disconnect(this.#workspace, `remote~${this.#server}`);
    await this.register(url, { clientId: undefined, clientSecret: undefined });
    return this.connect();
  }
}

/** Follows redirects up to the dashboard's page: the authorization servers of the suite ask nobody. */
async function browse(from: string): Promise<string> {
  let url = from;
  for (let hop = 0; hop < 10 && !new URL(url).hash; hop += 1) {
    const response = await fetch(url, { redirect: 'manual' });
    const next = response.headers.get('location');
    if (next === null)
      throw new Error(`the browser stays at ${new URL(url).pathname} with ${response.status}`);
    url = new URL(next, url).href;
  }
  return url;
}
