/** A process of its own: dynalite and a stand-in of KMS, which count the requests that arrive. */
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { kmsStandIn } from '../test/lambdas/kms-stand-in.ts';
import { answerParent } from './answer-parent.ts';
import { callerToken, issuer } from './issuer.ts';

export interface Certificate {
  cert: string;
  key: string;
}
/** Where they listen: the first two in plain HTTP, the others with TLS if a certificate was given. */
export interface Endpoints {
  dynamodb: string;
  kms: string;
  dynamodbTls?: string;
  kmsTls?: string;
  /** The issuer's port, and an access token of its. */
  issuer?: { port: number; callerToken: string };
}
export interface Counted {
  /** By operation, such as `GetItem`; those of KMS too. */
  requests: Record<string, number>;
  /** Microseconds of CPU of this process, so far. */
  cpu: number;
}

const requests: Record<string, number> = {};

function counted(listener: RequestListener): RequestListener {
  return (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? 'other';
    requests[operation] = (requests[operation] ?? 0) + 1;
    listener(request, response);
  };
}

async function listen(listener: RequestListener, certificate?: Certificate): Promise<string> {
  const server = certificate ? https.createServer(certificate, listener) : http.createServer(listener);
  // Longer than any pause of the bench: DynamoDB does not close a connection after five seconds either.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http${certificate ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const database = dynalite({ createTableMs: 0 });
const dynamodb = counted((request, response) => database.emit('request', request, response));
const kms = counted(kmsStandIn);

answerParent({
  async start(certificate?: Certificate): Promise<Endpoints> {
    return {
      dynamodb: await listen(dynamodb),
      kms: await listen(kms),
      ...(certificate && {
        dynamodbTls: await listen(dynamodb, certificate),
        kmsTls: await listen(kms, certificate),
        issuer: {
          port: Number(new URL(await listen(issuer, certificate)).port),
          callerToken: await callerToken(),
        },
      }),
    };
  },
  counts(): Counted {
    const { user, system } = process.cpuUsage();
    return { requests, cpu: user + system };
  },
});
