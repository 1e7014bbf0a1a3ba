/** No test reaches the network outside this machine, even by accident. */
import net from 'node:net';

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const options = (Array.isArray(args[0]) ? args[0][0] : args[0]) as
    | { host?: string; path?: string }
    | undefined;
  const host = typeof options === 'object' ? options?.host : undefined;
  if (host && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) {
    throw Object.assign(new Error(`a test tried to reach ${host}`), { code: 'OUTSIDE_THIS_MACHINE' });
  }
  return connect.apply(this, args as never);
} as typeof connect;
