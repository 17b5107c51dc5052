// The server that a script drives, and its outside world.
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';

export const { PENNYPOST_URL: baseUrl, PENNYPOST_KEY: key } = process.env;

export async function sandbox(method, path) {
  const answer = await fetch(`${baseUrl}/sandbox${path}`, { method, headers: { Authorization: `Bearer ${key}` } });
  assert.equal(answer.status, 200, `${method} /sandbox${path}`);
  return answer.json();
}

export async function until(what, probe) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    assert.ok(Date.now() < deadline, `waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** An endpoint for webhooks that keeps what it is told. */
export async function endpoint() {
  const told = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      told.push({ headers: request.headers, payload: Buffer.concat(chunks).toString('utf8') });
      response.end('ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { told, url: `http://127.0.0.1:${server.address().port}/hook`, close: () => server.close() };
}
