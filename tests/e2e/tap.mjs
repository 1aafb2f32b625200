// Listens in on what a server sends to one of several browsers.
import { connect, createServer } from 'node:net';

/** Stands between one browser and the server on a port, and keeps everything that the server sends. */
export async function tap(port) {
  const heard = [];
  const sockets = new Set();
  const listener = createServer((browser) => {
    const server = connect(port, '127.0.0.1');
    for (const socket of [browser, server]) {
      sockets.add(socket);
      // Either side may end it at any time.
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        browser.destroy();
        server.destroy();
      });
    }
    server.on('data', (bytes) => heard.push(bytes));
    browser.pipe(server);
    server.pipe(browser);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    /** Options of a device whose connections to the server go through here. */
    options: {
      args: ['--no-sandbox', `--host-resolver-rules=MAP localhost:${port} 127.0.0.1:${listener.address().port}`],
    },
    /** Everything so far. */
    heard: () => Buffer.concat(heard),
    close: () => {
      listener.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
