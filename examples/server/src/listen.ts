import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { type AddressInfo, type Server as NetServer, Server as PlainServer, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';

/** Where and how to listen. */
export type ListenOptions = {
  /** A name or an address; all addresses of the name are listened on, so `localhost` is 127.0.0.1 and ::1. */
  host: string;
  /** 0 for a free one. */
  port: number;
  serverOptions: ServerOptions;
};

/** A server that listens. */
export type Listening = {
  readonly port: number;
  /**
   * Takes what the system has accepted, then nothing more; resolves when the last connection is gone. What was asked is
   * answered; connections that have asked nothing are closed.
   *
   * @param milliseconds connections that are still open after this long are not waited for
   * @returns whether all are gone
   */
  stop(milliseconds: number): Promise<boolean>;
};

/** What a connection has asked. */
type Connection = {
  readonly answers: Set<ServerResponse>;
  /** Bytes that had been read when the last answer was given. */
  readAtAnswer: number;
};

/** Listens on all addresses of a host. @throws where the port is taken or the host has no address here */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<Listening> {
  const connections = new Map<Socket, Connection>();
  let accepted = 0;
  let stopping = false;

  function follow(server: Server): Server {
    server.on('connection', (socket) => {
      accepted++;
      connections.set(socket, { answers: new Set(), readAtAnswer: 0 });
      socket.once('close', () => connections.delete(socket));
    });
    // In front of the listener, which may answer at once.
    server.prependListener('request', ({ socket }, response) => {
      const connection = connections.get(socket);
      if (stopping) response.shouldKeepAlive = false;
      connection?.answers.add(response);
      response.once('close', () => {
        connection?.answers.delete(response);
        if (connection) connection.readAtAnswer = socket.bytesRead;
      });
    });
    return server;
  }

  /** Connections on which nothing was asked, in whole or in part. Not `closeIdleConnections`: it cuts answers that are still being read. */
  function closeIdle(): void {
    for (const [socket, { answers, readAtAnswer }] of connections)
      if (answers.size === 0 && socket.bytesRead === readAtAnswer) socket.destroySoon();
  }

  const servers = await listenOnAll(() => follow(createServer(options.serverOptions, listener)), options);
  const [{ port }] = servers.map((server) => server.address() as AddressInfo) as [AddressInfo];
  return {
    port,
    async stop(milliseconds) {
      const deadline = Date.now() + milliseconds;
      stopping = true;
      for (const { answers } of connections.values()) for (const answer of answers) answer.shouldKeepAlive = false;
      // Connections wait in the system until they are accepted, and would be reset: the server ends when none has come
      // in a while.
      for (let before = -1; before !== accepted && Date.now() < deadline; ) {
        before = accepted;
        await setTimeout(20);
        for (let turn = 0; turn < 3; turn++) await setImmediate(); // each lets connections and requests in
      }
      // Not http's own close(), which cuts answers that are still being read and ends the checks of slow uploads.
      for (const server of servers) PlainServer.prototype.close.call(server as NetServer);
      for (closeIdle(); connections.size > 0 && Date.now() < deadline; closeIdle()) await setTimeout(20);
      return connections.size === 0;
    },
  };
}

async function listenOnAll(create: () => Server, { host, port }: ListenOptions): Promise<Server[]> {
  const servers: Server[] = [];
  let missing: unknown;
  for (const address of new Set((await lookup(host, { all: true })).map(({ address }) => address))) {
    const server = create();
    const same = servers[0]?.address() as AddressInfo | undefined;
    try {
      server.listen({ port: same?.port ?? port, host: address, ipv6Only: address.includes(':') && host !== '::' });
      await once(server, 'listening');
      servers.push(server);
    } catch (error) {
      // A machine may know the name ::1 and not have it.
      if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      missing = error;
    }
  }
  if (servers.length === 0) throw missing;
  return servers;
}
