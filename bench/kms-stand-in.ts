/** GenerateDataKey and Decrypt of KMS, which holds an unwrapping to the context of the wrapping. Nothing is encrypted. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';

interface Request {
  KeyId: string;
  CiphertextBlob?: string;
  EncryptionContext: Record<string, string>;
}

export function kmsStandIn(): RequestListener {
  const wrapped = new Map<string, { Plaintext: string; context: string }>();
  const answer = async (incoming: IncomingMessage): Promise<object | undefined> => {
    const { KeyId, CiphertextBlob, EncryptionContext } = (await json(incoming)) as Request;
    const context = JSON.stringify(EncryptionContext);
    if (CiphertextBlob !== undefined) {
      const known = wrapped.get(CiphertextBlob);
      return known?.context === context ? { KeyId, Plaintext: known.Plaintext } : undefined;
    }
    const key = { Plaintext: randomBytes(32).toString('base64'), context };
    const blob = randomBytes(64).toString('base64');
    wrapped.set(blob, key);
    return { KeyId, Plaintext: key.Plaintext, CiphertextBlob: blob };
  };
  return async (incoming, response) => {
    const body = await answer(incoming);
    const refusal = { __type: 'InvalidCiphertextException' };
    response.writeHead(body ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body ?? refusal));
  };
}
