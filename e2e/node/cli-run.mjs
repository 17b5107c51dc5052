// How the scripts run the official command line.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseUrl, key } from './world.mjs';

const program = fileURLToPath(new URL('node_modules/resend-cli/dist/cli.cjs', import.meta.url));

/** A folder of its own, so that it finds nobody's settings. */
export const home = mkdtempSync(join(tmpdir(), 'pennypost-cli-'));

/** What to run, and how. */
export function command(args, as = key) {
  return [process.execPath, [program, ...args, '--json', '-q'], {
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      PATH: process.env.PATH, HOME: home, RESEND_BASE_URL: baseUrl, RESEND_API_KEY: as,
      RESEND_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', RESEND_NO_UPDATE_NOTIFIER: '1',
      NODE_ENV: 'production', // else the SDK within prints refusals of its own
    },
  }];
}

/** Runs it beside others; its exit code. */
export function beside(args) {
  return new Promise((resolve, reject) => spawn(...command(args)).on('error', reject).on('close', resolve));
}
