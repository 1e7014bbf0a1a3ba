/**
 * A KMS with one key, as far as the functions ask it: it wraps data keys and minds the encryption context, and derives the keys of
 * cursors and sessions.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';

interface KmsRequest {
  KeyId: string;
  EncryptionContext: Record<string, string>;
  CiphertextBlob?: string;
  Message?: string;
}

/** A KMS whose key is disabled, or waits to be deleted. */
export const disabledKms: RequestListener = (incoming, response) => {
  incoming.resume();
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: 'DisabledException' }));
};

export const kmsStandIn: RequestListener = async (incoming, response) => {
  const request = (await json(incoming)) as KmsRequest;
  const answer = ANSWERS[String(incoming.headers['x-amz-target'])] ?? generate;
  const body = answer(request);
  response.writeHead(body.__type ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
};

const ANSWERS: Record<string, (request: KmsRequest) => Record<string, string>> = {
  'TrentService.Decrypt': decrypt,
  'TrentService.GenerateMac': mac,
};

function mac({ KeyId, Message = '' }: KmsRequest): Record<string, string> {
  const Mac = createHmac('sha256', KeyId).update(Buffer.from(Message, 'base64')).digest('base64');
  return { KeyId, Mac };
}

function generate({ KeyId, EncryptionContext }: KmsRequest): Record<string, string> {
  const Plaintext = randomBytes(32).toString('base64');
  const wrapped = JSON.stringify({ EncryptionContext, Plaintext });
  return { KeyId, Plaintext, CiphertextBlob: Buffer.from(wrapped).toString('base64') };
}

function decrypt({ KeyId, EncryptionContext, CiphertextBlob = '' }: KmsRequest): Record<string, string> {
  const wrapped = JSON.parse(Buffer.from(CiphertextBlob, 'base64').toString());
  const isOwn = JSON.stringify(wrapped.EncryptionContext) === JSON.stringify(EncryptionContext);
  return isOwn ? { KeyId, Plaintext: wrapped.Plaintext } : { __type: 'InvalidCiphertextException' };
}
