// The story of a first user, told with the official packages as they come from npm: add a domain, publish its records,
// see it verified, send an email, see it delivered, and be told by signed webhooks.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Resend } from 'resend';
import { Webhook } from 'svix';
import { baseUrl, endpoint, key, sandbox, until } from './world.mjs';

const { PENNYPOST_RIVAL_KEY: rivalKey } = process.env;
const resend = new Resend(key, { baseUrl });
const domainName = `node-${process.pid}.acme.test`;
const subject = `Grüße ✓ from story ${process.pid}`;

function ok({ data, error }) {
  assert.equal(error, null);
  assert.ok(data);
  return data;
}

const { told, url: endpointUrl, close } = await endpoint();

const hook = ok(await resend.webhooks.create({
  endpoint: endpointUrl,
  events: ['email.sent', 'email.delivered', 'email.bounced', 'email.failed', 'topic.created', 'topic.deleted', 'domain.created', 'domain.updated', 'domain.deleted'],
}));
assert.match(hook.signing_secret, /^whsec_/);
assert.equal(ok(await resend.webhooks.get(hook.id)).endpoint, endpointUrl);
assert.ok(ok(await resend.webhooks.list()).data.some(({ id }) => id === hook.id));

const domain = ok(await resend.domains.create({ name: domainName }));
assert.equal(domain.status, 'not_started');
assert.deepEqual(domain.records.map(({ record, type }) => `${record} ${type}`), ['SPF MX', 'SPF TXT', 'DKIM TXT']);

const tooEarly = await resend.emails.send({
  from: `a@${domainName}`, to: 'ada@dest.test', subject: 'Too early', text: 'no',
});
assert.equal(tooEarly.error.statusCode, 403);
assert.equal(tooEarly.error.name, 'validation_error');

await sandbox('POST', `/dns/${domainName}/publish`);
assert.equal(ok(await resend.domains.verify(domain.id)).id, domain.id);
const verified = await until('verification', async () => {
  const now = ok(await resend.domains.get(domain.id));
  return now.status === 'verified' && now;
});
assert.ok(verified.records.every(({ status }) => status === 'verified'));
assert.ok(ok(await resend.domains.list()).data.some(({ id }) => id === domain.id));

assert.equal(ok(await resend.domains.update({ id: domain.id, openTracking: false, tls: 'enforced' })).id, domain.id);
ok(await resend.domains.update({ id: domain.id, tls: 'opportunistic', capabilities: { receiving: 'enabled' } }));
await sandbox('POST', `/dns/${domainName}/publish`);
const both = await until('receiving', async () => {
  const now = ok(await resend.domains.get(domain.id));
  return now.capabilities.receiving === 'enabled' && now.status === 'verified' && now;
});
assert.ok(both.records.some(({ record, type, status }) => record === 'Receiving' && type === 'MX' && status === 'verified'));
const nothing = await resend.domains.update({ id: domain.id, capabilities: { sending: 'disabled', receiving: 'disabled' } });
assert.equal(nothing.error.name, 'validation_error');

// A name that no other team has proved is added, not claimed. One that another team has is claimed with a token.
const unclaimable = await resend.domains.claims.create({ name: `free-${domainName}` });
assert.equal(unclaimable.error.statusCode, 422);
assert.equal(unclaimable.error.name, 'validation_error');
assert.equal((await resend.domains.claims.get(domain.id)).error.name, 'not_found');
const rival = new Resend(rivalKey, { baseUrl });
const claim = ok(await rival.domains.claims.create({ name: domainName, customReturnPath: 'bounce' }));
assert.equal(claim.object, 'domain_claim');
assert.equal(claim.status, 'pending');
assert.deepEqual([claim.record.type, claim.record.name], ['TXT', domainName]);
assert.match(claim.record.value, /-domain-verification=[0-9a-f]{40}$/);
const at = (wire) => new Date(wire.replace(' ', 'T').replace(/\+00$/, 'Z')).getTime();
assert.equal(at(claim.expires_at) - at(claim.created_at), 7 * 24 * 3600 * 1000);
assert.equal(ok(await rival.domains.claims.create({ name: domainName })).id, claim.id);
assert.equal(ok(await rival.domains.claims.verify(claim.domain_id)).id, claim.id);
const looked = ok(await rival.domains.claims.get(claim.domain_id));
assert.deepEqual([looked.id, looked.status, looked.blocked_reason], [claim.id, 'pending', null]);
assert.equal(ok(await resend.domains.get(domain.id)).status, 'verified');
assert.equal(ok(await rival.domains.remove(claim.domain_id)).deleted, true);

const sent = ok(await resend.emails.send({
  from: `Acme Übersee <hello@${domainName}>`,
  to: ['ada@dest.test', 'Grace <grace@dest.test>'],
  cc: 'cc@dest.test',
  bcc: 'hidden@dest.test',
  replyTo: 'help@dest.test',
  subject,
  html: '<p>Hello <b>Ada</b> — ✓</p>',
  text: 'Hello Ada — ✓',
  headers: { 'X-Entity-Ref-ID': 'story-1' },
  tags: [{ name: 'category', value: 'story' }],
  attachments: [
    { filename: 'zahlen ü.csv', content: Buffer.from('a,b\n1,2\n') },
    { filename: 'pixel.png', content: Buffer.from('89504e47', 'hex'), contentId: 'pixel' },
  ],
}));

const delivered = await until('delivery', async () => {
  const email = ok(await resend.emails.get(sent.id));
  return email.last_event === 'delivered' && email;
});
assert.equal(delivered.subject, subject);
assert.deepEqual(delivered.tags, [{ name: 'category', value: 'story' }]);
assert.ok(ok(await resend.emails.list()).data.some(({ id }) => id === sent.id));

const caught = await until('one message to four recipients', async () =>
  (await sandbox('GET', '/mail')).data.find((mail) => mail.subject === subject));
assert.deepEqual(
  caught.rcpt_to.toSorted(),
  ['ada@dest.test', 'cc@dest.test', 'grace@dest.test', 'hidden@dest.test'],
);
const mail = await sandbox('GET', `/mail/${caught.id}`);
assert.deepEqual(mail.verdicts, { spf: 'pass', dkim: 'pass', dmarc: mail.verdicts.dmarc });
assert.equal(mail.text.trim(), 'Hello Ada — ✓');
assert.ok(mail.html.includes('<b>Ada</b>'));
assert.ok(!mail.headers.some(({ name }) => name.toLowerCase() === 'bcc'));

const plain = { from: `hello@${domainName}`, to: 'ada@dest.test', subject: 'Only once', text: 'once' };
const first = ok(await resend.emails.send(plain, { idempotencyKey: `once/${process.pid}` }));
assert.equal(ok(await resend.emails.send(plain, { idempotencyKey: `once/${process.pid}` })).id, first.id);
const modified = await resend.emails.send({ ...plain, text: 'twice' }, { idempotencyKey: `once/${process.pid}` });
assert.equal(modified.error.name, 'invalid_idempotent_request');

const later = ok(await resend.emails.send({ ...plain, subject: 'Later', scheduledAt: 'in 1 hour' }));
assert.equal(ok(await resend.emails.get(later.id)).last_event, 'scheduled');
assert.equal(ok(await resend.emails.update({ id: later.id, scheduledAt: 'tomorrow at 9am' })).id, later.id);
assert.equal(ok(await resend.emails.cancel(later.id)).id, later.id);
assert.equal(ok(await resend.emails.get(later.id)).last_event, 'canceled');
const soon = ok(await resend.emails.send({
  ...plain, subject: 'Soon', scheduledAt: new Date(Date.now() + 1_500).toISOString(),
}));
await until('the planned email', async () => ok(await resend.emails.get(soon.id)).last_event === 'delivered');

const batch = ok(await resend.batch.send([{ ...plain, subject: 'One' }, { ...plain, subject: 'Two' }]));
assert.equal(batch.data.length, 2);
const lenient = ok(await resend.batch.send(
  [{ ...plain, subject: 'Three' }, { from: plain.from, subject: 'Nobody', text: 'x' }], { batchValidation: 'permissive' },
));
assert.equal(lenient.data.length, 1);
assert.deepEqual(lenient.errors, [{ index: 1, message: 'The `to` field is missing.' }]);
const strict = await resend.batch.send([{ ...plain, subject: 'Four' }, { from: plain.from, subject: 'Nobody', text: 'x' }]);
assert.equal(strict.error.name, 'missing_required_field');

const files = ok(await resend.emails.attachments.list({ emailId: sent.id }));
assert.deepEqual(files.data.map(({ filename, content_disposition }) => [filename, content_disposition]), [
  ['zahlen ü.csv', 'attachment'], ['pixel.png', 'inline'],
]);
const file = ok(await resend.emails.attachments.get({ emailId: sent.id, id: files.data[0].id }));
const download = await fetch(file.download_url);
assert.equal(await download.text(), 'a,b\n1,2\n');

const hosting = createServer((request, response) => {
  if (request.url !== '/bill.csv') response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('c,d\n');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => hosting.once('listening', resolve));
const host = `http://127.0.0.1:${hosting.address().port}`;
const remote = ok(await resend.emails.send({
  ...plain, subject: 'By path', text: undefined, html: '<p>The <b>bill</b></p>', attachments: [{ path: `${host}/bill.csv` }],
}));
const brought = await until('the file and the delivery', async () => {
  const email = ok(await resend.emails.get(remote.id));
  return email.last_event === 'delivered' && email;
});
assert.equal(brought.text, 'The bill');
assert.deepEqual(
  ok(await resend.emails.attachments.list({ emailId: remote.id })).data.map(({ filename, size, content_type }) =>
    [filename, size, content_type]),
  [['bill.csv', 4, 'text/csv']],
);
const missing = ok(await resend.emails.send({ ...plain, subject: 'Gone', attachments: [{ path: `${host}/gone.csv` }] }));
await until('the failure', async () => ok(await resend.emails.get(missing.id)).last_event === 'failed');
hosting.close();
assert.match(download.headers.get('content-disposition'), /^attachment; filename\*=UTF-8''zahlen%20%C3%BC\.csv$/);
const shared = ok(await resend.emails.share(sent.id, { expiresIn: '2 hours' }));
const page = await fetch(shared.url);
assert.equal(page.status, 200);
assert.match(await page.text(), /Grüße ✓ from story/);

const bounced = ok(await resend.emails.send({
  from: `hello@${domainName}`, to: 'bounced@resend.dev', subject: 'Into the void', text: 'gone',
}));
await until('bounce', async () => ok(await resend.emails.get(bounced.id)).last_event === 'bounced');

const byType = (type, id) => told.filter(({ payload }) => {
  const event = JSON.parse(payload);
  return event.type === type && (event.data.email_id ?? event.data.id) === id;
});
await until('webhooks', async () =>
  byType('email.sent', sent.id).length >= 1
  && byType('email.delivered', sent.id).length >= 4
  && byType('email.bounced', bounced.id).length >= 1
  && byType('domain.created', domain.id).length >= 1
  && byType('domain.updated', domain.id).length >= 1);
for (const { headers, payload } of told) {
  new Webhook(hook.signing_secret).verify(payload, headers);
  const event = resend.webhooks.verify({
    payload,
    headers: {
      id: headers['svix-id'], timestamp: headers['svix-timestamp'], signature: headers['svix-signature'],
    },
    webhookSecret: hook.signing_secret,
  });
  assert.ok(event.type);
}
const [bounce] = byType('email.bounced', bounced.id).map(({ payload }) => JSON.parse(payload));
assert.equal(bounce.data.bounce.type, 'Permanent');
assert.match(bounce.data.bounce.diagnosticCode[0], /550 5\.1\.1/);
const [toldSent] = byType('email.sent', sent.id).map(({ payload }) => JSON.parse(payload));
assert.deepEqual(toldSent.data.tags, { category: 'story' });

const alias = `order-${process.pid}`;
const template = ok(await resend.templates.create({
  name: 'Order',
  alias,
  from: `Acme <store@${domainName}>`,
  subject: 'Your {{{PRODUCT}}}',
  html: '<p>Name: {{{PRODUCT}}}</p><p>Total: {{{PRICE}}}</p>',
  variables: [
    { key: 'PRODUCT', type: 'string', fallbackValue: 'item' },
    { key: 'PRICE', type: 'number', fallbackValue: 25 },
  ],
}).publish());
const published = ok(await resend.templates.get(alias));
assert.equal(published.id, template.id);
assert.equal(published.status, 'published');
assert.equal(published.has_unpublished_versions, false);
assert.deepEqual(published.variables.map(({ key, type, fallback_value }) => [key, type, fallback_value]), [
  ['PRODUCT', 'string', 'item'], ['PRICE', 'number', 25],
]);
assert.equal(ok(await resend.templates.update(alias, { html: '<p>{{{PRODUCT}}}</p>' })).id, template.id);
const edited = ok(await resend.templates.get(template.id));
assert.equal(edited.has_unpublished_versions, true);
assert.equal(edited.html, '<p>{{{PRODUCT}}}</p>');
assert.equal(ok(await resend.templates.publish(alias)).id, template.id);
const twin = ok(await resend.templates.duplicate(alias).publish());
assert.notEqual(twin.id, template.id);
assert.equal(ok(await resend.templates.get(twin.id)).alias, null);
const firstPage = ok(await resend.templates.list({ limit: 1 }));
assert.deepEqual([firstPage.data[0].id, firstPage.has_more], [twin.id, true]);
const nextPage = ok(await resend.templates.list({ limit: 1, after: twin.id }));
assert.deepEqual(nextPage.data.map(({ id, alias: its }) => [id, its]), [[template.id, alias]]);
const taken = await resend.templates.create({ name: 'Other', alias, html: '<p>Hi</p>' });
assert.equal(taken.error.name, 'validation_error');
const made = ok(await resend.emails.send({ to: 'ada@dest.test', template: { id: alias, variables: { PRODUCT: 'Mug' } } }));
await until('an email of a template', async () => byType('email.delivered', made.id).length >= 1);
assert.equal(JSON.parse(byType('email.delivered', made.id)[0].payload).data.template_id, template.id);
for (const id of [alias, twin.id]) assert.equal(ok(await resend.templates.remove(id)).deleted, true);
assert.equal((await resend.templates.get(alias)).error.name, 'not_found');

const news = ok(await resend.topics.create({
  name: 'News', defaultSubscription: 'opt_in', description: 'What is new', visibility: 'public',
}));
const offers = ok(await resend.topics.create({ name: 'Offers', defaultSubscription: 'opt_out' }));
assert.equal(ok(await resend.topics.update({ id: news.id, name: 'Newsletter' })).id, news.id);
const topic = ok(await resend.topics.get(news.id));
assert.deepEqual([topic.name, topic.description, topic.default_subscription, topic.visibility],
  ['Newsletter', 'What is new', 'opt_in', 'public']);
assert.deepEqual(ok(await resend.topics.list()).data.slice(0, 2).map(({ id }) => id), [offers.id, news.id]);
const wanted = ok(await resend.emails.send({ ...plain, subject: 'News', topicId: news.id }));
assert.equal(ok(await resend.emails.get(wanted.id)).topic_id, news.id);
await until('the news', async () => ok(await resend.emails.get(wanted.id)).last_event === 'delivered');
const unwanted = ok(await resend.emails.send({ ...plain, subject: 'Offer', topicId: offers.id }));
assert.equal(ok(await resend.emails.get(unwanted.id)).last_event, 'failed');
await until('email.failed', async () => byType('email.failed', unwanted.id).length >= 1);
const [failure] = byType('email.failed', unwanted.id).map(({ payload }) => JSON.parse(payload));
assert.equal(failure.data.failed.reason, 'not_subscribed_to_topic');
for (const { id } of [news, offers]) assert.equal(ok(await resend.topics.remove(id)).deleted, true);
assert.equal((await resend.topics.get(news.id)).error.name, 'not_found');
assert.equal((await resend.emails.send({ ...plain, topicId: news.id })).error.statusCode, 404);
await until('the end of a topic', async () => byType('topic.deleted', news.id).length >= 1);

const restricted = ok(await resend.apiKeys.create({ name: 'sender', permission: 'sending_access', domainId: domain.id }));
assert.match(restricted.token, /^re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}$/);
const sender = new Resend(restricted.token, { baseUrl });
assert.equal((await sender.domains.list()).error.name, 'restricted_api_key');
ok(await sender.emails.send({ from: `a@${domainName}`, to: 'ada@dest.test', subject: 'Restricted', text: 'ok' }));
ok(await resend.apiKeys.remove(restricted.id));
assert.equal((await sender.emails.send({ from: `a@${domainName}`, to: 'a@dest.test', subject: 'x', text: 'y' })).error.name,
  'invalid_api_key');

assert.equal((await resend.emails.get('00000000-0000-4000-8000-000000000000')).error.name, 'not_found');
assert.equal(ok(await resend.domains.remove(domain.id)).deleted, true);
await until('domain.deleted', async () => byType('domain.deleted', domain.id).length >= 1);
assert.equal(ok(await resend.webhooks.remove(hook.id)).deleted, true);

close();
console.log(`story told: ${told.length} webhooks verified`);
process.exit(0);
