// Passes connections on to the relay and counts their bytes, as the harness asks of a server: forked, it says its
// address and answers any message with what has passed. Its port is fixed, because the page's policy names it.
import net from 'node:net';

const { PILOTHOUSE_BENCH_PROXY: port, PILOTHOUSE_BENCH_RELAY: relay } = process.env;
const live = new Set();
let [up, down] = [0, 0];

const server = net.createServer({ noDelay: true }, (client) => {
  const target = net.connect({ host: '127.0.0.1', port: Number(relay), noDelay: true });
  target.on('error', () => client.destroy());
  live.add(client);
  client.on('error', () => client.destroy());
  client.on('close', () => {
    live.delete(client);
    up += client.bytesRead;
    down += client.bytesWritten;
    target.destroy();
  });
  client.pipe(target).pipe(client);
});
server.listen(Number(port), '127.0.0.1', () => process.send({ url: `ws://127.0.0.1:${port}/sync` }));
process.on('message', () => {
  const sum = { up, down };
  for (const client of live) {
    sum.up += client.bytesRead;
    sum.down += client.bytesWritten;
  }
  process.send(sum);
});
process.on('disconnect', () => process.exit());
