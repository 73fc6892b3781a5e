// An S3 service on a free port of the loopback address, with one bucket, that checks signatures. It prints its port.
// Usage: node --openssl-legacy-provider s3.cjs FOLDER BUCKET        (its continuation tokens use an old cipher)
// Each line "fail N" on standard input makes the next N requests fail with 503, as a busy service does.
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const signature = require('@20minutes/s3rver/lib/signature/v4.js');

// The server reads "/bucket/" as "/bucket" before it checks the signature, and clients sign what they send.
const stringToSign = signature.getStringToSign;
signature.getStringToSign = (request, credential) =>
  stringToSign(request.headers['x-test-slash'] ? { ...request, uri: request.uri + '/' } : request, credential);

const S3rver = require('@20minutes/s3rver');
const [folder, bucket] = process.argv.slice(2);
let failures = 0;

const answer = (response, status, code) => {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
};

class Server extends S3rver {
  callback() {
    const handle = super.callback();
    return (request, response) => {
      const name = decodeURIComponent(request.url.split('?')[0]);
      delete request.headers['x-test-slash'];
      if (/^\/[^/]+\/$/.test(name)) request.headers['x-test-slash'] = 'yes';
      if (failures > 0) {
        failures--;
        request.resume();
        return answer(response, 503, 'SlowDown');
      }
      // Writing only what is not there is part of S3, and not of this server.
      if (request.method === 'PUT' && request.headers['if-none-match'] === '*' && fs.existsSync(path.join(folder, `${name}._S3rver_object`))) {
        request.resume();
        return answer(response, 412, 'PreconditionFailed');
      }
      return handle(request, response);
    };
  }
}

new Server({ address: '127.0.0.1', port: 0, silent: true, directory: folder, configureBuckets: [{ name: bucket }] })
  .run()
  .then(({ port }) => console.log(port));
readline
  .createInterface({ input: process.stdin })
  .on('line', line => (failures = Number(line.split(' ')[1])))
  .on('close', () => process.exit(0)); // Ends with the test that started it, even when that is killed.
