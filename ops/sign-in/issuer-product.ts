/** What an identity provider's documents say about MCP clients, beside what its metadata says for itself. */
import type { Fact } from './fact.ts';

export interface IssuerProduct {
  name: string;
  /**
   * Client metadata documents: taken from anybody (`yes`, or `preview`), only after an operator has imported the client's
   * document (`imported`), or not at all.
   */
  documents: Fact & { are: 'yes' | 'preview' | 'imported' | 'none' };
  /** Documents that it refuses though it takes others, by the id of the client. */
  refusesDocumentOf?: Readonly<Record<string, Fact>>;
  /** RFC 7591: for anybody (`open`), only after an operator's setting or with a token (`closed`), or not at all. */
  registration: Fact & { is: 'open' | 'closed' | 'none' };
  /** RFC 8707, and what names the audience. */
  audience: Fact;
  /** Where its metadata is. */
  metadata: Fact;
  /** Whether that has `code_challenge_methods_supported`. Undefined: not known. */
  pkceList: (Fact & { is: 'S256' | 'absent' }) | undefined;
  /** Something else that one of its operators has to know. */
  also?: Fact;
}
