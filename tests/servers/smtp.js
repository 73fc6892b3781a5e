// A mail server on a free port of the loopback address. It prints its port, then each mail it takes, one JSON object per line.
// Usage: node smtp.js KEY.pem CERT.pem USER PASSWORD
import { readFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

const [keyFile, certFile, user, password] = process.argv.slice(2);
const say = object => process.stdout.write(JSON.stringify(object) + '\n');
const refuse = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  key: readFileSync(keyFile),
  cert: readFileSync(certFile),
  authMethods: ['LOGIN', 'PLAIN'],
  authOptional: false,
  onAuth: (auth, session, done) =>
    auth.username === user && auth.password === password ? done(null, { user }) : done(refuse(535, 'wrong user or password')),
  onRcptTo: (address, session, done) => {
    if (address.address.startsWith('gone@')) return done(refuse(550, 'no such mailbox'));
    if (address.address.startsWith('busy@')) return done(refuse(451, 'try again later'));
    return done();
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      say({
        secure: session.secure,
        user: session.user,
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map(r => r.address),
        source: Buffer.concat(parts).toString('utf8'),
      });
      done();
    });
  },
});
server.on('error', () => {}); // A client that drops the connection is part of some tests.
server.listen(0, '127.0.0.1', () => say({ port: server.server.address().port }));
process.stdin.on('end', () => process.exit(0)).resume(); // Ends with the test that started it, even when that is killed.
