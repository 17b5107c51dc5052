// The official command line against a server that takes one request in a second: it waits as long as `retry-after`
// says and tries again.
import assert from 'node:assert/strict';
import { beside } from './cli-run.mjs';
import { baseUrl, key, until } from './world.mjs';

const codes = await Promise.all([1, 2, 3].map(() => beside(['domains', 'list'])));
assert.deepEqual(codes, [0, 0, 0]);

const refused = await until('a refusal in the log', async () => {
  const answer = await fetch(`${baseUrl}/logs`, { headers: { Authorization: `Bearer ${key}` } });
  const logs = answer.ok ? (await answer.json()).data : [];
  return logs.find((log) => log.response_status === 429 && log.user_agent?.startsWith('resend-cli'));
});
assert.equal(refused.endpoint, '/domains');
console.log('patience told');
