// A real SMTP server (npm's smtp-server) on a free port of this machine. Out: {"port"}, then one line of JSON for each message it took.
// What goes to refused@… is refused for good, what goes to later@… for now.
import { SMTPServer } from 'smtp-server';

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onRcptTo({ address }, session, done) {
    const code = address.startsWith('refused@') ? 550 : address.startsWith('later@') ? 451 : 0;
    done(code ? Object.assign(new Error('No.'), { responseCode: code }) : undefined);
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      say({ from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((one) => one.address), message: Buffer.concat(parts).toString('utf8') });
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => say({ port: server.server.address().port }));
process.stdin.on('end', () => server.close(() => process.exit(0))).resume();
