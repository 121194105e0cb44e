import { createServer } from 'node:net';
import { Aedes } from 'aedes';

/** Ceiling: the broker library acknowledging, with nothing stored. `broker-only.ts <port>`; reports "ready" when it listens. */
const broker = await Aedes.createBroker();
const server = createServer({ noDelay: true }, (socket) => void broker.handle(socket));
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
process.once('disconnect', () => process.exit(0));
