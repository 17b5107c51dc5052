// Holds what came over the wire against the TypeScript declarations of the SDK that asked for it: a program of
// constants, each with an answer for its value, goes through the compiler. Fields that the declarations do not name
// are let pass, as they are at run time.
import ts from 'typescript';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('answers.ts', import.meta.url));
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};
const head = `import type { CreateBatchSuccessResponse, Resend } from 'resend';
type Data<Call extends (...args: never[]) => PromiseLike<unknown>> =
  Extract<Awaited<ReturnType<Call>>, { error: null }> extends { data: infer D } ? D : never;
type Event = ReturnType<Resend['webhooks']['verify']>;
type OrNull<T, Name> = { [K in keyof T]: K extends Name ? T[K] | null : OrNull<T[K], Name> };
declare function is<T>(): <const Value extends T>(value: Value) => void;
`;

// `emails.attachments.get` as the type of what it answers.
const dataOf = (method) => `Data<Resend${method.split('.').map((name) => `['${name}']`).join('')}>`;

// Where we answer null on purpose and the declarations know none: a team without a limit has null for it, where Resend
// always has a number (docs/reference/extensions.md), and a topic without a description has null, as it has in webhooks
// and among a contact's topics; Python code that reads the key would fail if it were absent.
const NULLS = { 'usage.get': 'limit', 'topics.get': 'description', 'topics.list': 'description' };
const expected = (method) =>
  (NULLS[method] ? `OrNull<${dataOf(method)}, '${NULLS[method]}'>` : dataOf(method));

/** One value and the type it should have. */
export const answer = (method, value, type = expected(method)) => ({ what: method, type, value });
export const event = (value) => ({ what: `webhook ${value.type}`, type: 'Event', value });

/** What the compiler says about them; empty when they are what the declarations say. */
export function mismatches(values) {
  const lines = values.map(({ type, value }) => `is<${type}>()(${JSON.stringify(value)});`);
  const source = head + lines.join('\n');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, version, ...more) =>
    name === file ? ts.createSourceFile(name, source, version) : getSourceFile.call(host, name, version, ...more);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  const before = head.split('\n').length - 1;
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(({ file: at, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    if (at?.fileName !== file) return text;
    const said = values[at.getLineAndCharacterOfPosition(start).line - before];
    return said ? `${said.what}: ${text}\n  ${JSON.stringify(said.value)}` : `the program itself: ${text}`;
  });
}
