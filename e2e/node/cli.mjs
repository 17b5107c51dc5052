// The official command line, as it comes from npm, from its doctor to the last command that it has for the resources
// there are. A command that is not run here fails the script; one whose route does not exist yet is run nevertheless,
// and counted.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, home } from './cli-run.mjs';
import { sandbox, until } from './world.mjs';

const RESOURCES = ['emails', 'templates', 'domains', 'api-keys', 'webhooks', 'suppressions', 'topics', 'logs'];
// they open a browser, or wait for ever
const INTERACTIVE = ['templates open', 'logs open', 'webhooks listen', 'emails receiving listen'];
const NO_ROUTE = [/endpoint does not exist/, /Method is not allowed/, /The `id` must be a valid UUID/];
const NOBODY = '00000000-0000-4000-8000-000000000000';

const ran = new Set();
const notYet = new Set();

function run(words, args = [], { input = '', as } = {}) {
  ran.add(words);
  const [program, all, options] = command([...words.split(' '), ...args], as);
  return spawnSync(program, all, { ...options, input });
}

function ok(words, args, more) {
  const { status, stdout, stderr } = run(words, args, more);
  assert.equal(status, 0, `${words} ${args}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

function refused(why, words, args, more) {
  const { status, stdout, stderr } = run(words, args, more);
  assert.equal(status, 1, `${words} ${args}: ${stdout}`);
  assert.match(JSON.parse(stderr).error.message, why);
}

/** Runs what may not be served yet. */
function ifThere(words, args) {
  const { status, stdout, stderr } = run(words, args);
  if (status === 0) return JSON.parse(stdout);
  const { message } = JSON.parse(stderr).error;
  if (NO_ROUTE.some((why) => why.test(message))) notYet.add(words);
  else assert.match(message, /not found/, `${words}: ${message}`);
  return undefined;
}

function file(name, content) {
  const path = join(home, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const ids = ({ data }) => data.map(({ id }) => id);

// ---- domains
const name = `cli-${process.pid}.acme.test`;
const domain = ok('domains create', ['--name', name, '--region', 'eu-west-1', '--tls', 'enforced', '--custom-return-path', 'out']);
assert.deepEqual([domain.name, domain.status, domain.region], [name, 'not_started', 'eu-west-1']);
assert.ok(domain.records.length >= 3);
await sandbox('POST', `/dns/${name}/publish`);
ok('domains verify', [domain.id]);
await until('verification', () => ok('domains get', [domain.id]).status === 'verified');
const domains = ok('domains list', []);
assert.equal(domains.object, 'list');
assert.ok(ids(domains).includes(domain.id));
assert.equal(ok('domains list', ['--limit', '1']).data.length, 1);
assert.equal(ok('domains update', [domain.id, '--tls', 'opportunistic', '--no-open-tracking']).id, domain.id);
refused(/already/, 'domains create', ['--name', name]);
refused(/Domain not found/, 'domains get', [NOBODY]);
refused(/claim/i, 'domains claim create', ['--name', `free-${name}`]);
refused(/not found/, 'domains claim get', [domain.id]);
refused(/not found/, 'domains claim verify', [domain.id]);

const health = ok('doctor', []);
assert.equal(health.ok, true);
const checks = Object.fromEntries(health.checks.map((check) => [check.name, check]));
assert.equal(checks['API Key'].status, 'pass');
assert.equal(checks.Domains.status, 'pass');
assert.match(checks.Domains.detail, new RegExp(`${name} \\(verified\\)`));
assert.equal(ok('whoami', []).source, 'env');

// ---- emails
const from = `hello@${name}`;
const basic = ['--from', from, '--to', 'ada@dest.test', '--subject', 'From the shell', '--text', 'Hi'];
const csv = file('numbers.csv', 'a,b\n1,2\n');
const sent = ok('emails send', [
  '--from', `Acme Übersee <${from}>`, '--to', 'ada@dest.test', 'grace@dest.test', '--cc', 'cc@dest.test',
  '--bcc', 'bcc@dest.test', '--reply-to', 'help@dest.test', '--subject', 'Grüße ✓', '--html-file', file('body.html', '<b>Hi ✓</b>'),
  '--text', 'Hi ✓', '--headers', 'X-Entity-Ref-ID=cli-1', '--tags', 'category=story', 'run=7', '--attachment', csv,
  `${csv};filename=inline.txt;type=text/plain;cid=numbers`,
]);
const email = await until('delivery', () => {
  const now = ok('emails get', [sent.id]);
  return now.last_event === 'delivered' && now;
});
assert.deepEqual(email.to, ['ada@dest.test', 'grace@dest.test']);
assert.deepEqual([email.subject, email.text, email.html], ['Grüße ✓', 'Hi ✓', '<b>Hi ✓</b>']);
assert.deepEqual([email.cc, email.bcc, email.reply_to], [['cc@dest.test'], ['bcc@dest.test'], ['help@dest.test']]);
const files = ok('emails attachments', [sent.id]);
assert.deepEqual(files.data.map((one) => `${one.filename} ${one.content_disposition}`), ['numbers.csv attachment', 'inline.txt inline']);
const attachment = ok('emails attachment', [sent.id, files.data[0].id]);
assert.equal(await (await fetch(attachment.download_url)).text(), 'a,b\n1,2\n');

const once = [...basic, '--idempotency-key', `cli-${process.pid}`];
assert.equal(ok('emails send', once).id, ok('emails send', once).id);
const later = ok('emails send', [...basic, '--scheduled-at', 'in 1 hour']);
assert.equal(ok('emails get', [later.id]).last_event, 'scheduled');
assert.equal(ok('emails update', [later.id, '--scheduled-at', new Date(Date.now() + 7_200_000).toISOString()]).id, later.id);
assert.equal(ok('emails cancel', [later.id]).id, later.id);
assert.equal(ok('emails get', [later.id]).last_event, 'canceled');
const page = ok('emails list', ['--limit', '1']);
assert.deepEqual([page.object, ids(page), page.has_more], ['list', [later.id], true]);
assert.ok(ids(ok('emails list', ['--after', later.id])).includes(sent.id));
assert.match(ok('emails share', [sent.id, '--expires-in', '10m']).url, /^http/);
const batch = [{ from, to: ['ada@dest.test'], subject: 'One', text: '1' }, { from, to: ['ada@dest.test'], subject: 'Two', html: '<p>2</p>', scheduled_at: 'in 1 hour' }];
assert.equal(ok('emails batch', ['--file', file('batch.json', batch)]).length, 2);
assert.equal(ok('emails batch', ['--file', '-'], { input: JSON.stringify(batch) }).length, 2);
const lenient = ok('emails batch', ['--file', file('broken.json', [...batch, { from, subject: 'Nobody', text: 'x' }]), '--batch-validation', 'permissive']);
assert.deepEqual([lenient.data.length, lenient.errors.map(({ index }) => index)], [2, [2]]);
refused(/domain is not verified/, 'emails send', ['--from', 'a@unverified.test', '--to', 'ada@dest.test', '--subject', 'x', '--text', 'y']);
refused(/Email not found/, 'emails get', [NOBODY]);
refused(/API key is invalid/, 'emails list', [], { as: 're_00000000_000000000000000000000000' });
ifThere('emails metrics', []);
ifThere('emails receiving list', []);
ifThere('emails receiving get', [NOBODY]);
ifThere('emails receiving attachments', [NOBODY]);
ifThere('emails receiving attachment', [NOBODY, NOBODY]);
ifThere('emails receiving forward', [NOBODY, '--to', 'ada@dest.test', '--from', from]);

// ---- templates
const alias = `cli-${process.pid}`;
const template = ok('templates create', [
  '--name', 'Order', '--alias', alias, '--from', from, '--subject', 'Your {{{PRODUCT}}}', '--reply-to', 'help@dest.test',
  '--html', '<p>{{{PRODUCT}}} {{{PRICE}}}</p>', '--var', 'PRODUCT:string:item', 'PRICE:number:25',
]);
assert.equal(ok('templates get', [alias]).id, template.id);
ok('templates update', [alias, '--name', 'Orders', '--text', '{{{PRODUCT}}}']);
ok('templates publish', [alias]);
const published = ok('templates get', [template.id]);
assert.deepEqual([published.name, published.status, published.variables.length], ['Orders', 'published', 2]);
const twin = ok('templates duplicate', [alias]);
assert.deepEqual(ids(ok('templates list', ['--limit', '2'])), [twin.id, template.id]);
const made = ok('emails send', ['--template', alias, '--to', 'ada@dest.test', '--var', 'PRODUCT=Lamp']);
assert.equal(ok('emails get', [made.id]).html, '<p>Lamp 25</p>');
for (const one of [alias, twin.id]) assert.equal(ok('templates delete', [one, '--yes']).deleted, true);
refused(/not found/, 'templates get', [alias]);

// ---- API keys
const restricted = ok('api-keys create', ['--name', 'sender', '--permission', 'sending_access', '--domain-id', domain.id]);
assert.match(restricted.token, /^re_/);
assert.ok(ok('emails send', basic, { as: restricted.token }).id);
refused(/restricted to only send emails/, 'emails list', [], { as: restricted.token });
assert.ok(ids(ok('api-keys list', [])).includes(restricted.id));
ok('api-keys update', [restricted.id, '--name', 'renamed']);
assert.ok(ok('api-keys list', []).data.some((one) => one.id === restricted.id && one.name === 'renamed'));
assert.equal(ok('api-keys delete', [restricted.id, '--yes']).deleted, true);
refused(/API key not found/, 'api-keys delete', [restricted.id, '--yes']);

// ---- webhooks
const hook = ok('webhooks create', ['--endpoint', 'https://hooks.dest.test/cli', '--events', 'all']);
assert.match(hook.signing_secret, /^whsec_/);
const gotten = ok('webhooks get', [hook.id]);
assert.equal(gotten.status, 'enabled');
assert.ok(gotten.events.includes('suppression.added') && gotten.events.includes('contact.created'));
assert.ok(ids(ok('webhooks list', [])).includes(hook.id));
ifThere('webhooks update', [hook.id, '--status', 'disabled']);
ifThere('webhooks rotate-signing-secret', [hook.id]);
ifThere('webhooks events list', [hook.id]);
ifThere('webhooks events get', [hook.id, 'msg_none']);
ifThere('webhooks events attempts', [hook.id, 'msg_none']);
ifThere('webhooks events replay', [hook.id, 'msg_none']);
assert.equal(ok('webhooks delete', [hook.id, '--yes']).deleted, true);

// ---- suppressions
const unwanted = `no+cli-${process.pid}@dest.test`;
const suppressed = ok('suppressions add', [unwanted]);
assert.equal(ok('suppressions get', [unwanted]).id, suppressed.id);
assert.ok(ids(ok('suppressions list', ['--origin', 'manual'])).includes(suppressed.id));
const more = ok('suppressions batch add', ['--file', file('unwanted.json', [`a-${unwanted}`, `b-${unwanted}`])]);
assert.equal(more.data.length, 2);
assert.equal(ok('suppressions batch remove', ['--ids', '--file', file('ids.json', ids(more))]).data.length, 2);
assert.equal(ok('suppressions delete', [suppressed.id, '--yes']).deleted, true);
refused(/not found/, 'suppressions get', [unwanted]);

// ---- topics
const topic = ok('topics create', ['--name', 'News', '--description', 'Monthly', '--default-subscription', 'opt_in']);
ok('topics update', [topic.id, '--name', 'Newsletter']);
assert.equal(ok('topics get', [topic.id]).name, 'Newsletter');
assert.ok(ids(ok('topics list', [])).includes(topic.id));
assert.equal(ok('topics delete', [topic.id, '--yes']).deleted, true);
refused(/not found/, 'topics get', [topic.id]);

// ---- logs
const logs = await until('logs', () => {
  const now = ok('logs list', ['--limit', '3']);
  return now.data.length === 3 && now;
});
const log = ok('logs get', [logs.data[0].id]);
assert.equal(log.object, 'log');
assert.match(log.user_agent, /^resend-cli/);

assert.equal(ok('domains delete', [domain.id, '--yes']).deleted, true);

function leaves({ name: word, subcommands }, path = '') {
  const here = path ? `${path} ${word}` : word;
  return subcommands.length ? subcommands.flatMap((command) => leaves(command, here)) : [here];
}
const neverRun = ok('commands', []).subcommands
  .filter((command) => RESOURCES.includes(command.name))
  .flatMap((command) => leaves(command))
  .filter((command) => !ran.has(command) && !INTERACTIVE.includes(command));
assert.deepEqual(neverRun, [], 'commands that nobody ran');
console.log(`not served yet: ${[...notYet].join(', ') || 'nothing'}`);
console.log(`commands told: ${ran.size}`);
