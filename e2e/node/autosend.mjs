// The documented flow of AutoSend, told with its package as it comes from npm: add a domain, publish what it asks for,
// verify it, and send to one and to many. The package has no calls for domains; those are plain requests.
import assert from 'node:assert/strict';
import { Autosend } from 'autosendjs';
import { Resend } from 'autosendjs/resend';
import { baseUrl as url, key, sandbox, until } from './world.mjs';

const baseUrl = `${url}/v1`;
const autosend = new Autosend(key, { baseUrl, maxRetries: 1 });
const domainName = `autosend-${process.pid}.acme.test`;
const from = { email: `hello@${domainName}`, name: 'Acme' };
const subject = `Grüße ✓ from autosend ${process.pid}`;

async function call(method, path, body) {
  const answer = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, ...await answer.json() };
}

const added = await call('POST', '/domains', { domain: domainName, regionKey: 'us-east-1' });
assert.equal(added.status, 201);
assert.equal(added.success, true);
assert.match(added.data.id, /^[0-9a-f]{24}$/);
assert.equal(added.data.verificationStatus, 'PENDING_CONFIGURATION');
assert.equal(added.data.dnsRecords.ownership.name, `_autosend-verify.${domainName}`);
assert.equal((await call('POST', '/domains', { domain: domainName })).status, 409);
assert.equal((await call('POST', '/domains', { domain: 'https://acme.test' })).status, 400);
assert.ok(Number(added.headers.get('x-ratelimit-limit')) > 0);

const tooEarly = await autosend.emails.send({ from, to: { email: 'ada@dest.test' }, subject: 'Too early', text: 'no' });
assert.equal(tooEarly.success, false);
assert.equal(tooEarly.statusCode, 403);
assert.match(tooEarly.error, /may not send yet/);

await sandbox('POST', `/dns/${domainName}/publish`);
const verified = await call('POST', `/domains/${added.data.id}/verify`);
assert.equal(verified.message, 'Domain verification status updated');
assert.equal(verified.data.verificationStatus, 'VERIFIED');
assert.ok(verified.data.ownershipVerified && verified.data.dkimEnabled && verified.data.mailFromEnabled);
assert.equal((await call('GET', `/domains/${added.data.id}`)).data.domainName, domainName);
assert.ok((await call('GET', '/domains')).data.domains.some(({ id }) => id === added.data.id));

const sent = await autosend.emails.send({
  from,
  to: { email: 'ada@dest.test', name: 'Ada' },
  cc: { email: 'cc@dest.test' },
  bcc: [{ email: 'hidden@dest.test' }],
  replyTo: { email: 'help@dest.test' },
  subject,
  html: '<p>Hello <b>{{name}}</b> — ✓</p>',
  text: 'Hello {{name}} — ✓',
  dynamicData: { name: 'Ada & <Co>' },
});
assert.deepEqual({ success: sent.success, error: sent.error }, { success: true, error: undefined });
assert.match(sent.data.emailId, /^[0-9a-f]{24}$/);
const caught = await until('one message to three recipients', async () =>
  (await sandbox('GET', '/mail')).data.find((mail) => mail.subject === subject));
assert.deepEqual(caught.rcpt_to.toSorted(), ['ada@dest.test', 'cc@dest.test', 'hidden@dest.test']);
const mail = await sandbox('GET', `/mail/${caught.id}`);
assert.equal(mail.text.trim(), 'Hello Ada & <Co> — ✓');
assert.ok(mail.html.includes('<b>Ada &amp; &lt;Co&gt;</b>'));
assert.equal(mail.verdicts.dkim, 'pass');

const bulk = await autosend.emails.bulk({
  from,
  subject: `${subject}, {{name}}`,
  html: '<p>Order {{order}}</p>',
  recipients: [
    { email: 'one@dest.test', dynamicData: { name: 'One', order: 1 } },
    { email: 'two@dest.test', dynamicData: { name: 'Two', order: 2 } },
  ],
});
assert.equal(bulk.success, true);
assert.deepEqual([bulk.data.totalRecipients, bulk.data.successCount, bulk.data.failedCount], [2, 2, 0]);
await until('both of many', async () => {
  const subjects = (await sandbox('GET', '/mail')).data.map((one) => one.subject);
  return subjects.includes(`${subject}, One`) && subjects.includes(`${subject}, Two`);
});

const template = await autosend.emails.send({ from, to: { email: 'a@dest.test' }, subject: 'x', templateId: 'A-1' });
assert.equal(template.statusCode, 400);
assert.match(template.error, /templateId/);
const stranger = await new Autosend('as_nobody', { baseUrl, maxRetries: 1 })
  .emails.send({ from, to: { email: 'a@dest.test' }, subject: 'x', text: 'y' });
assert.equal(stranger.statusCode, 401);

// The package's own Resend adapter speaks the same routes.
const adapter = new Resend(key, { baseUrl });
const adapted = await adapter.emails.send({ from: `a@${domainName}`, to: 'b@dest.test', subject: 'Adapted', text: 'ok' });
assert.equal(adapted.error, null);

assert.equal((await call('DELETE', `/domains/${added.data.id}`)).success, true);
assert.equal((await call('GET', `/domains/${added.data.id}`)).status, 404);
console.log('autosend told');
