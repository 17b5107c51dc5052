// What an endpoint heard, held against every verifier that npm has for it, and against the SDK's declarations.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Resend } from 'resend';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { event, mismatches } from './types.mjs';

const { secret, told } = JSON.parse(readFileSync(process.env.HEARD, 'utf8'));
const resend = new Resend('re_unused');
const FORGED = 'v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const OTHER_SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz';

const named = (brand, { id, timestamp, signature }) =>
  ({ [`${brand}-id`]: id, [`${brand}-timestamp`]: timestamp, [`${brand}-signature`]: signature });
const verifiers = {
  svix: (key, payload, headers) => new Svix(key).verify(payload, named('svix', headers)),
  'svix, by the standard’s names': (key, payload, headers) => new Svix(key).verify(payload, named('webhook', headers)),
  standardwebhooks: (key, payload, headers) => new Standard(key).verify(payload, named('webhook', headers)),
  resend: (key, payload, headers) => resend.webhooks.verify({ payload, headers, webhookSecret: key }),
};

for (const [name, verify] of Object.entries(verifiers)) {
  for (const { headers: heard, payload } of told) {
    const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((one) => heard[`svix-${one}`][0]);
    const headers = { id, timestamp, signature };
    const what = `${name} on ${JSON.parse(payload).type}`;
    verify(secret, payload, headers);
    verify(secret, payload, { ...headers, signature: `${FORGED} ${signature}` });
    verify(secret, payload, { ...headers, signature: `${signature} ${FORGED}` });
    const tampered = [
      [secret, `${payload} `, headers],
      [secret, payload.replace('a', 'b'), headers],
      [secret, payload, { ...headers, id: `${id}x` }],
      [secret, payload, { ...headers, timestamp: `${Number(timestamp) + 1}` }],
      [secret, payload, { ...headers, signature: FORGED }],
      [OTHER_SECRET, payload, headers],
    ];
    for (const changed of tampered) assert.throws(() => verify(...changed), /signature/i, what);
  }
}

// What is ours alone has no type in the SDK; that its signature is good is told above.
const OURS = ['webhook.disabled'];
const theirs = told.map(({ payload }) => JSON.parse(payload)).filter(({ type }) => !OURS.includes(type));
assert.equal(theirs.length, told.length - OURS.length);
const wrong = mismatches(theirs.map(event));
assert.deepEqual(wrong, []);
console.log(`verified ${told.length} webhooks`);
