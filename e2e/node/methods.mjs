// Every method that the official package has for the resources there are: called with the options it documents, its
// answers and the webhooks held against the types it declares. A method that is not called here fails the script;
// one whose route does not exist yet is called nevertheless, and counted.
import assert from 'node:assert/strict';
import { Resend } from 'resend';
import { baseUrl, endpoint, key, sandbox, until } from './world.mjs';
import { answer, event, mismatches } from './types.mjs';

const RESOURCES = ['emails', 'batch', 'templates', 'apiKeys', 'domains', 'webhooks', 'suppressions', 'topics', 'logs',
  'usage'];
const NOT_A_CALL = ['emails.receiving.downloadRaw', 'emails.receiving.forwardPassthrough',
  'emails.receiving.forwardWrapped', 'templates.performCreate', 'webhooks.verify'];
// the last when the path is taken for that of an email whose id is the next word
const NO_ROUTE = [/^The requested endpoint does not exist/, /^Method is not allowed/, /^The `id` must be a valid UUID/];
const NOBODY = '00000000-0000-4000-8000-000000000000';

console.error = () => {}; // the package prints every refusal
const resend = new Resend(key, { baseUrl });
const answers = [];
const called = new Set();
const notYet = new Set();

function methods(service, path) {
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(service))
    .filter((name) => name !== 'constructor' && typeof service[name] === 'function')
    .map((name) => `${path}.${name}`);
  const nested = Object.keys(service)
    .filter((name) => name !== 'resend')
    .flatMap((name) => methods(service[name], `${path}.${name}`));
  return [...own, ...nested];
}

async function call(method, ...args) {
  called.add(method);
  const path = method.split('.');
  const name = path.pop();
  const service = path.reduce((at, step) => at[step], resend);
  const result = await service[name](...args);
  assert.match(result.headers['content-type'], /^application\/json; charset=utf-8$/, method);
  assert.ok(Number(result.headers['ratelimit-limit']) >= 0, `${method}: ratelimit-limit`);
  return result;
}

async function ok(method, ...args) {
  const { data, error } = await call(method, ...args);
  assert.equal(error, null, `${method}: ${JSON.stringify(error)}`);
  answers.push(answer(method, data));
  return data;
}

async function refused(statusCode, name, method, ...args) {
  const { data, error } = await call(method, ...args);
  assert.equal(data, null, method);
  assert.deepEqual([error.statusCode, error.name], [statusCode, name], `${method}: ${error.message}`);
  assert.deepEqual(Object.keys(error), ['statusCode', 'message', 'name']);
  return error.message;
}

/** Calls what may not be served yet. */
async function ifThere(method, ...args) {
  const { data, error } = await call(method, ...args);
  if (error === null) answers.push(answer(method, data));
  else if (NO_ROUTE.some((words) => words.test(error.message))) notYet.add(method);
  else assert.equal(error.name, 'not_found', `${method}: ${error.message}`);
  return data;
}

const ids = ({ data }) => data.map(({ id }) => id);
const has = (object, keys) => assert.deepEqual(Object.keys(object), keys.split(' '));

// ---- webhooks
const { told, url, close } = await endpoint();
const EVENTS = ['email.sent', 'email.delivered', 'email.bounced', 'email.complained', 'email.scheduled',
  'email.suppressed', 'email.failed', 'domain.created', 'domain.updated', 'domain.deleted'];
const hook = await ok('webhooks.create', { endpoint: url, events: EVENTS });
has(hook, 'object id signing_secret');
const second = await ok('webhooks.create', { endpoint: `${url}/2`, events: ['email.opened'] });
const gotten = await ok('webhooks.get', hook.id);
has(gotten, 'object id endpoint events status created_at signing_secret domain_ids ordered disabled_reason disabled_at failing_since previous_secret_until');
assert.deepEqual([gotten.endpoint, gotten.events, gotten.status], [url, EVENTS, 'enabled']);
assert.equal(gotten.signing_secret, hook.signing_secret);
const hooks = await ok('webhooks.list', { limit: 1 });
has(hooks, 'object has_more data');
has(hooks.data[0], 'id endpoint events status created_at');
assert.deepEqual([ids(hooks), hooks.has_more], [[second.id], true]);
assert.deepEqual(ids(await ok('webhooks.list', { after: second.id })), [hook.id]);
assert.deepEqual(ids(await ok('webhooks.list', { before: hook.id })), [second.id]);
await ok('webhooks.update', second.id, { endpoint: `${url}/3`, events: ['email.clicked'], status: 'disabled' });
await ok('webhooks.rotateSigningSecret', second.id);
const events = await ok('webhooks.events.list', { webhookId: hook.id, limit: 10 });
const some = { webhookId: hook.id, eventId: events?.data?.[0]?.id ?? 'msg_none' };
await ifThere('webhooks.events.get', some);
await ifThere('webhooks.events.attempts.list', some);
await ifThere('webhooks.events.replay', some);
assert.deepEqual(await ok('webhooks.remove', second.id), { object: 'webhook', id: second.id, deleted: true });
await refused(404, 'not_found', 'webhooks.get', second.id);
await refused(404, 'not_found', 'webhooks.remove', second.id);
await refused(422, 'missing_required_field', 'webhooks.create', { events: ['email.sent'] });
await refused(422, 'validation_error', 'webhooks.create', { endpoint: 'nowhere', events: ['email.sent'] });
await refused(422, 'validation_error', 'webhooks.create', { endpoint: url, events: ['email.vanished'] });

// ---- domains
const name = `methods-${process.pid}.acme.test`;
const domain = await ok('domains.create', {
  name, region: 'eu-west-1', customReturnPath: 'out', openTracking: false, clickTracking: false, tls: 'enforced',
  capabilities: { sending: 'enabled', receiving: 'disabled' },
});
assert.deepEqual([domain.name, domain.region, domain.status], [name, 'eu-west-1', 'not_started']);
assert.ok(domain.records.every(({ name: at, value, ttl, status }) => at && value && ttl && status === 'not_started'));
await refused(403, 'validation_error', 'domains.create', { name });
await refused(422, 'missing_required_field', 'domains.create', {});
await refused(422, 'validation_error', 'domains.create', { name: 'no domain' });
await sandbox('POST', `/dns/${name}/publish`);
assert.deepEqual(await ok('domains.verify', domain.id), { object: 'domain', id: domain.id });
await until('verification', async () => (await ok('domains.get', domain.id)).status === 'verified');
const other = await ok('domains.create', { name: `other-${name}`, trackingSubdomain: 'links', clickTracking: true });
const domains = await ok('domains.list', { limit: 1 });
assert.deepEqual([ids(domains), domains.has_more], [[other.id], true]);
assert.ok(ids(await ok('domains.list')).includes(domain.id));
assert.deepEqual(await ok('domains.update', { id: domain.id, tls: 'opportunistic' }), { object: 'domain', id: domain.id });
await refused(404, 'not_found', 'domains.get', NOBODY);
await refused(404, 'not_found', 'domains.verify', NOBODY);
await refused(404, 'not_found', 'domains.update', { id: NOBODY, tls: 'enforced' });
await refused(404, 'not_found', 'domains.remove', NOBODY);
await refused(422, 'validation_error', 'domains.claims.create', { name: `free-${name}` });
await refused(404, 'not_found', 'domains.claims.get', domain.id);
await refused(404, 'not_found', 'domains.claims.verify', domain.id);

// ---- emails
const from = `Acme Übersee <hello@${name}>`;
const plain = { from, to: 'ada@dest.test', subject: 'Plain', text: 'plain' };
const png = Buffer.from('89504e470d0a1a0a', 'hex');
const all = {
  from,
  to: ['ada@dest.test', 'Grace <grace@dest.test>'],
  cc: ['cc@dest.test'],
  bcc: 'bcc@dest.test',
  replyTo: ['help@dest.test', 'Desk <desk@dest.test>'],
  subject: 'Everything ✓',
  html: '<p>Hello <img src="cid:pixel"></p>',
  text: 'Hello',
  headers: { 'X-Entity-Ref-ID': 'methods-1' },
  tags: [{ name: 'category', value: 'story' }, { name: 'run', value: '7' }],
  topicId: null,
  attachments: [
    { filename: 'buffer.txt', content: Buffer.from('buffer') },
    { filename: 'base64.txt', content: Buffer.from('base64').toString('base64') },
    { filename: 'view.bin', content: new Uint8Array([1, 2, 3]) },
    { filename: 'buffer.bin', content: new Uint8Array([4, 5]).buffer, contentType: 'application/x-own' },
    { filename: 'pixel.png', content: png, contentId: 'pixel' },
  ],
};
const sent = await call('emails.send', all);
assert.equal(sent.error, null);
answers.push(answer('emails.send', sent.data));
assert.deepEqual(Object.keys(sent.data), ['id']);
const { id } = sent.data;
const email = await until('delivery', async () => {
  const now = await ok('emails.get', id);
  return now.last_event === 'delivered' && now;
});
assert.deepEqual(email.to, all.to);
assert.deepEqual([email.from, email.cc, email.bcc, email.reply_to], [from, ['cc@dest.test'], ['bcc@dest.test'], all.replyTo]);
assert.deepEqual([email.subject, email.html, email.text], [all.subject, all.html, all.text]);
assert.deepEqual(new Set(email.tags.map((tag) => `${tag.name}=${tag.value}`)), new Set(['category=story', 'run=7']));
assert.match(email.created_at, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/);
assert.deepEqual([email.scheduled_at, email.topic_id], [null, null]);
assert.match(email.message_id, /^<.+@.+>$/);

const files = await ok('emails.attachments.list', { emailId: id });
assert.deepEqual(files.data.map((file) => `${file.filename} ${file.size} ${file.content_disposition}`), [
  'buffer.txt 6 attachment', 'base64.txt 6 attachment', 'view.bin 3 attachment', 'buffer.bin 2 attachment',
  'pixel.png 8 inline',
]);
assert.deepEqual([files.data[3].content_type, files.data[4].content_type], ['application/x-own', 'image/png']);
const contents = ['buffer', 'base64', '\u0001\u0002\u0003', '\u0004\u0005'];
for (const [i, content] of contents.entries()) {
  const file = await ok('emails.attachments.get', { emailId: id, id: files.data[i].id });
  assert.equal(file.object, 'attachment');
  assert.equal(await (await fetch(file.download_url)).text(), content);
  assert.match(file.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
}
const firstFile = await ok('emails.attachments.list', { emailId: id, limit: 1 });
assert.deepEqual([ids(firstFile), firstFile.has_more], [[files.data[0].id], true]);
const restOfFiles = await ok('emails.attachments.list', { emailId: id, after: files.data[3].id });
assert.deepEqual([ids(restOfFiles), restOfFiles.has_more], [[files.data[4].id], false]);
await refused(404, 'not_found', 'emails.attachments.list', { emailId: NOBODY });
await refused(404, 'not_found', 'emails.attachments.get', { emailId: id, id: NOBODY });

const newer = [];
for (const subject of ['First', 'Second', 'Third']) newer.unshift((await ok('emails.create', { ...plain, subject })).id);
const page = await ok('emails.list', { limit: 2 });
assert.deepEqual([ids(page), page.has_more], [newer.slice(0, 2), true]);
assert.deepEqual(ids(await ok('emails.list', { limit: 2, after: newer[1] })), [newer[2], id]);
const before = await ok('emails.list', { limit: 2, before: newer[2] });
assert.deepEqual([ids(before), before.has_more], [newer.slice(0, 2), false]);
assert.ok(ids(await ok('emails.list')).includes(id));
await refused(422, 'validation_error', 'emails.list', { limit: 101 });
await refused(422, 'validation_error', 'emails.list', { after: 'x' });
await refused(422, 'validation_error', 'emails.list', { after: newer[0], before: newer[1] });

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const later = await ok('emails.send', { ...plain, scheduledAt: inAnHour });
assert.equal((await ok('emails.get', later.id)).last_event, 'scheduled');
assert.deepEqual(await ok('emails.update', { id: later.id, scheduledAt: 'in 2 hours' }), { object: 'email', id: later.id });
const moved = new Date((await ok('emails.get', later.id)).scheduled_at.replace(' ', 'T').replace('+00', 'Z'));
assert.ok(Math.abs(moved - Date.now() - 7_200_000) < 60_000);
assert.deepEqual(await ok('emails.cancel', later.id), { object: 'email', id: later.id });
assert.equal((await ok('emails.get', later.id)).last_event, 'canceled');
await refused(422, 'validation_error', 'emails.cancel', later.id);
await refused(422, 'validation_error', 'emails.update', { id, scheduledAt: inAnHour });
await refused(404, 'not_found', 'emails.update', { id: NOBODY, scheduledAt: inAnHour });
await refused(404, 'not_found', 'emails.cancel', NOBODY);
await refused(404, 'not_found', 'emails.get', NOBODY);
await refused(422, 'validation_error', 'emails.get', 'not-an-id');
has(await ok('emails.share', id), 'object id url');
has(await ok('emails.share', id, { expiresIn: '10m' }), 'object id url');
await refused(422, 'validation_error', 'emails.share', id, { expiresIn: '49 hours' });
await refused(404, 'not_found', 'emails.share', NOBODY);

for (const field of ['from', 'to', 'subject']) {
  const message = await refused(422, 'missing_required_field', 'emails.send', { ...plain, [field]: undefined });
  assert.equal(message, `Missing \`${field}\` field.`);
}
await refused(422, 'missing_required_field', 'emails.send', { ...plain, text: undefined });
await refused(422, 'validation_error', 'emails.send', { ...plain, from: 'nobody' });
await refused(403, 'validation_error', 'emails.send', { ...plain, from: 'a@unverified.test' });
await refused(422, 'validation_error', 'emails.send', { ...plain, tags: [{ name: 'a b', value: 'c' }] });
await refused(422, 'invalid_attachment', 'emails.send', { ...plain, attachments: [{ filename: 'a' }] });
await refused(422, 'validation_error', 'emails.send', { ...plain, scheduledAt: 'whenever' });

const once = { idempotencyKey: `once-${process.pid}` };
const single = await ok('emails.send', plain, once);
assert.deepEqual(await ok('emails.send', plain, once), single);
await refused(409, 'invalid_idempotent_request', 'emails.send', { ...plain, text: 'twice' }, once);
await refused(400, 'invalid_idempotency_key', 'emails.send', plain, { idempotencyKey: 'x'.repeat(257) });

await ifThere('emails.metrics');
await ifThere('emails.receiving.list');
await ifThere('emails.receiving.get', NOBODY);
await ifThere('emails.receiving.attachments.list', { emailId: NOBODY });
await ifThere('emails.receiving.attachments.get', { emailId: NOBODY, id: NOBODY });
await ifThere('emails.receiving.forward', { emailId: NOBODY, to: 'a@dest.test', from });

// ---- batch
const two = [{ ...plain, subject: 'One' }, { ...plain, subject: 'Two', cc: 'cc@dest.test', tags: all.tags }];
const broken = [two[0], { ...plain, to: undefined }, { ...plain, from: 'nobody' }];
assert.equal((await ok('batch.send', two)).data.length, 2);
assert.equal((await ok('batch.create', two, { batchValidation: 'strict' })).data.length, 2);
const lenient = (await call('batch.send', broken, { batchValidation: 'permissive' })).data;
answers.push(answer('batch.send', lenient, "CreateBatchSuccessResponse<{ batchValidation: 'permissive' }>"));
assert.equal(lenient.data.length, 1);
assert.deepEqual(lenient.errors.map(({ index }) => index), [1, 2]);
await refused(422, 'missing_required_field', 'batch.send', broken);
await refused(422, 'validation_error', 'batch.send', []);
await refused(422, 'validation_error', 'batch.send', Array(101).fill(plain));
const batchOnce = { idempotencyKey: `batch-${process.pid}` };
assert.deepEqual(await ok('batch.send', two, batchOnce), await ok('batch.send', two, batchOnce));
await refused(409, 'invalid_idempotent_request', 'batch.send', [two[0]], batchOnce);

// ---- templates
const alias = `order+${process.pid}@acme`;
const wording = {
  name: 'Order', alias, from, subject: 'Your {{{PRODUCT}}}', replyTo: 'help@dest.test', text: 'Name: {{{PRODUCT}}}',
  html: '<p>Name: {{{PRODUCT}}}</p><p>Total: {{{PRICE}}}</p>',
  variables: [
    { key: 'PRODUCT', type: 'string', fallbackValue: 'item' },
    { key: 'PRICE', type: 'number', fallbackValue: 25 },
  ],
};
const template = await ok('templates.create', wording);
has(template, 'id object');
const draft = await ok('templates.get', template.id);
assert.deepEqual([draft.status, draft.published_at, draft.alias, draft.from], ['draft', null, alias, from]);
assert.deepEqual(draft.reply_to, ['help@dest.test']);
await refused(422, 'validation_error', 'emails.send', { to: 'ada@dest.test', template: { id: alias } });
has(await ok('templates.publish', alias), 'id object');
assert.equal((await ok('templates.get', alias)).status, 'published');
const chained = await resend.templates.create({ name: 'Chained', html: '<p>Hi</p>' }).publish();
answers.push(answer('templates.publish', chained.data));
has(await ok('templates.update', alias, { subject: 'New {{{PRODUCT}}}', replyTo: ['a@dest.test', 'b@dest.test'] }), 'id object');
assert.equal((await ok('templates.get', alias)).has_unpublished_versions, true);
const twin = await ok('templates.duplicate', alias);
const twinPublished = await resend.templates.duplicate(alias).publish();
answers.push(answer('templates.publish', twinPublished.data));
const templates = await ok('templates.list', { limit: 2 });
assert.deepEqual([ids(templates), templates.has_more], [[twinPublished.data.id, twin.id], true]);
assert.deepEqual(ids(await ok('templates.list', { after: twin.id })), [chained.data.id, template.id]);
assert.deepEqual(ids(await ok('templates.list', { before: twin.id })), [twinPublished.data.id]);
const made = await ok('emails.send', { to: 'ada@dest.test', template: { id: alias, variables: { PRODUCT: 'Lamp', PRICE: 3 } } });
const written = await ok('emails.get', made.id);
assert.deepEqual([written.subject, written.from], ['Your Lamp', from]);
assert.equal(written.html, '<p>Name: Lamp</p><p>Total: 3</p>');
assert.equal((await ok('batch.send', [{ to: 'ada@dest.test', template: { id: alias } }])).data.length, 1);
await refused(422, 'validation_error', 'emails.send', { to: 'a@dest.test', html: '<p>x</p>', template: { id: alias } });
await refused(404, 'not_found', 'emails.send', { to: 'a@dest.test', template: { id: NOBODY } });
await refused(404, 'not_found', 'templates.get', NOBODY);
await refused(404, 'not_found', 'templates.publish', 'no-such-alias');
await refused(404, 'not_found', 'templates.duplicate', 'no-such-alias');
await refused(404, 'not_found', 'templates.update', 'no-such-alias', { name: 'x' });
await refused(404, 'not_found', 'templates.remove', 'no-such-alias');
await refused(422, 'missing_required_field', 'templates.create', { name: 'x' });
await refused(422, 'missing_required_field', 'templates.create', { html: '<p>x</p>' });
for (const one of [alias, twin.id, twinPublished.data.id, chained.data.id]) {
  const removed = await ok('templates.remove', one);
  assert.deepEqual([removed.object, removed.deleted], ['template', true]);
}

// ---- API keys
const created = await ok('apiKeys.create', { name: 'sender', permission: 'sending_access', domain_id: domain.id });
has(created, 'id token');
const full = await ok('apiKeys.create', { name: 'full' });
const keys = await ok('apiKeys.list', { limit: 1 });
assert.deepEqual([ids(keys), keys.has_more], [[full.id], true]);
const listed = (await ok('apiKeys.list')).data;
assert.ok(listed.some((one) => one.id === created.id && one.name === 'sender' && one.last_used_at === null));
assert.deepEqual(await ok('apiKeys.update', created.id, { name: 'renamed' }), { object: 'api_key', id: created.id });
assert.ok((await ok('apiKeys.list')).data.some((one) => one.name === 'renamed'));
const sender = new Resend(created.token, { baseUrl });
assert.equal((await sender.emails.send(plain)).error, null);
assert.equal((await sender.emails.send({ ...plain, from: `a@other-${name}` })).error.statusCode, 403);
assert.equal((await sender.domains.list()).error.name, 'restricted_api_key');
assert.deepEqual(await ok('apiKeys.remove', created.id), { object: 'api_key', id: created.id, deleted: true });
assert.equal((await sender.emails.send(plain)).error.name, 'invalid_api_key');
await refused(404, 'not_found', 'apiKeys.remove', created.id);
await refused(404, 'not_found', 'apiKeys.update', created.id, { name: 'x' });
await refused(422, 'missing_required_field', 'apiKeys.create', {});
await refused(422, 'invalid_access', 'apiKeys.create', { name: 'x', permission: 'all' });
await ok('apiKeys.remove', full.id);

// ---- suppressions
const unwanted = `no+thanks-${process.pid}@dest.test`;
const suppressed = await ok('suppressions.add', { email: unwanted });
has(suppressed, 'object id');
has(await ok('suppressions.get', unwanted), 'object id email origin source_id created_at');
assert.equal((await ok('suppressions.get', suppressed.id)).email, unwanted);
const more = await ok('suppressions.batch.add', { emails: [`a-${unwanted}`, `b-${unwanted}`] });
assert.equal(more.data.length, 2);
const suppressions = await ok('suppressions.list', { limit: 1, origin: 'manual' });
assert.equal(suppressions.has_more, true);
assert.ok(ids(await ok('suppressions.list')).includes(suppressed.id));
const kept = await ok('emails.send', { ...plain, to: unwanted });
await until('suppression', async () => (await ok('emails.get', kept.id)).last_event === 'suppressed');
assert.deepEqual(await ok('suppressions.remove', unwanted), { object: 'suppression', id: suppressed.id, deleted: true });
assert.equal((await ok('suppressions.batch.remove', { ids: ids(more) })).data.length, 2);
assert.deepEqual((await ok('suppressions.batch.remove', { emails: [unwanted] })).data, []);
await refused(404, 'not_found', 'suppressions.get', unwanted);
await refused(404, 'not_found', 'suppressions.remove', unwanted);
await refused(422, 'missing_required_field', 'suppressions.add', {});
await refused(422, 'validation_error', 'suppressions.add', { email: 'nobody' });
await refused(422, 'validation_error', 'suppressions.list', { origin: 'mood' });

// ---- topics
const news = await ok('topics.create', { name: 'News', description: 'Monthly', defaultSubscription: 'opt_in' });
const offers = await ok('topics.create', { name: 'Offers', defaultSubscription: 'opt_out' });
assert.equal((await ok('topics.update', { id: news.id, name: 'Newsletter', description: 'Weekly' })).id, news.id);
const topic = await ok('topics.get', news.id);
assert.deepEqual([topic.name, topic.description, topic.default_subscription], ['Newsletter', 'Weekly', 'opt_in']);
assert.ok(ids(await ok('topics.list')).includes(offers.id));
const topical = await ok('emails.send', { ...plain, topicId: news.id });
assert.equal((await ok('emails.get', topical.id)).topic_id, news.id);
for (const one of [news.id, offers.id]) assert.equal((await ok('topics.remove', one)).deleted, true);
await refused(404, 'not_found', 'topics.get', news.id);
await refused(404, 'not_found', 'topics.update', { id: news.id, name: 'x' });
await refused(404, 'not_found', 'topics.remove', news.id);
await refused(422, 'missing_required_field', 'topics.create', { defaultSubscription: 'opt_in' });

// ---- logs and usage
const logs = await until('logs', async () => {
  const now = await ok('logs.list', { limit: 5 });
  return now.data.length === 5 && now;
});
assert.equal(logs.has_more, true);
const log = await ok('logs.get', logs.data[0].id);
assert.equal(log.object, 'log');
assert.match(log.user_agent, /^resend-node:/);
await ok('logs.list', { after: logs.data[4].id });
await refused(404, 'not_found', 'logs.get', NOBODY);
await refused(422, 'validation_error', 'logs.get', 'not-an-id');
const usage = await ok('usage.get');
assert.ok(usage.emails.daily.sent >= 10);

// ---- what the webhooks said
const bounced = await ok('emails.send', { ...plain, to: 'bounced@resend.dev' });
const complained = await ok('emails.send', { ...plain, to: 'complained@resend.dev' });
assert.deepEqual(await ok('domains.remove', other.id), { object: 'domain', id: other.id, deleted: true });
await until('webhooks', () => {
  const heard = told.map(({ payload }) => JSON.parse(payload));
  const about = (type, of) => heard.some(({ type: is, data }) => is === type && (data.email_id ?? data.id) === of);
  return about('email.bounced', bounced.id) && about('email.complained', complained.id) && about('email.delivered', id)
    && about('email.scheduled', later.id) && about('email.suppressed', kept.id) && about('domain.deleted', other.id);
});
const verified = told.map(({ headers, payload }) => resend.webhooks.verify({
  payload,
  headers: { id: headers['svix-id'], timestamp: headers['svix-timestamp'], signature: headers['svix-signature'] },
  webhookSecret: hook.signing_secret,
}));
assert.throws(() => resend.webhooks.verify({
  payload: '{}', headers: { id: 'msg_1', timestamp: '1', signature: 'v1,AAAA' }, webhookSecret: hook.signing_secret,
}));
await ok('webhooks.remove', hook.id);
close();

const uncalled = RESOURCES.flatMap((resource) => methods(resend[resource], resource))
  .filter((method) => !called.has(method) && !NOT_A_CALL.includes(method));
assert.deepEqual(uncalled, [], 'methods of the package that nobody called');
const wrong = mismatches([...answers, ...verified.map(event)]);
assert.deepEqual(wrong, [], `not what the package declares:\n${wrong.join('\n')}`);
console.log(`not served yet: ${[...notYet].join(', ') || 'nothing'}`);
console.log(`methods told: ${called.size} methods, ${answers.length} answers and ${verified.length} webhooks of their types`);
process.exit(0);
