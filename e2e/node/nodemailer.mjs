// nodemailer as it comes from npm hands in one message over SMTP, and is told what is wrong with two others.
import assert from 'node:assert/strict';
import nodemailer from 'nodemailer';

const { PENNYPOST_KEY: pass, PENNYPOST_SMTP_PORT: port } = process.env;

function transport(password) {
  return nodemailer.createTransport({
    host: '127.0.0.1',
    port: Number(port),
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: 'resend', pass: password },
  });
}

const mails = transport(pass);
assert.equal(await mails.verify(), true);

const sent = await mails.sendMail({
  from: 'Acme Übersee <hello@acme.test>',
  to: 'Node <node@dest.test>',
  bcc: 'blind.node@dest.test',
  subject: 'Grüße ✓',
  text: 'nodemailer',
  html: '<b>nodemailer</b>',
  headers: {
    'X-Entity-Ref-ID': 'node-1',
    'Resend-Idempotency-Key': 'node-key-1',
    'List-Unsubscribe': '<https://acme.test/u>',
  },
  attachments: [{ filename: 'zahlen.csv', content: 'a,b\n1,2\n' }],
});
assert.deepEqual(sent.rejected, []);

await assert.rejects(mails.sendMail({ from: 'a@other.test', to: 'node@dest.test', text: 'x' }), (error) => {
  assert.equal(error.responseCode, 550);
  assert.match(error.response, /^550 5\.7\.1 The other\.test domain is not verified\./);
  return true;
});
await assert.rejects(transport('re_wrong').verify(), (error) => error.code === 'EAUTH' && error.responseCode === 535);

console.log(sent.response);
