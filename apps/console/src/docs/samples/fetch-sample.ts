import { printLiteral } from './print-literal.ts';
import type { SampleRequest } from './sample-request.ts';

/** The request with `fetch` alone, as a whole program for Node. */
export function writeFetchSample(request: SampleRequest): string {
  const { baseUrl, target, sentFile, receivedFile } = request;
  const head = [
    ...(sentFile === null ? [] : ["import { openAsBlob } from 'node:fs';"]),
    ...(receivedFile === null ? [] : ["import { writeFile } from 'node:fs/promises';"]),
  ];
  const form =
    sentFile === null
      ? []
      : ['const form = new FormData();', `form.set('file', await openAsBlob('${sentFile}'), '${sentFile}');`, ''];
  const options = writeOptions(request);
  const url = printLiteral(`${baseUrl}${target}`);
  const call =
    options.length === 0
      ? `const response = await fetch(${url});`
      : `const response = await fetch(${url}, {\n${options.map((line) => `  ${line},\n`).join('')}});`;
  const check = 'if (!response.ok) throw new Error(await response.text());';
  return [...head, ...(head.length > 0 ? [''] : []), ...form, call, check, writeReading(request), ''].join('\n');
}

function writeOptions({ method, body, sentFile, needsKey }: SampleRequest): string[] {
  const headers = [
    // The text of the sample has the placeholder, not this file.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a part of the program that is written here
    ...(needsKey ? ['Authorization: `Bearer ${process.env.CAUSEWAY_API_KEY}`'] : []),
    ...(body === undefined ? [] : ["'Content-Type': 'application/json'"]),
  ];
  return [
    ...(method === 'GET' ? [] : [`method: '${method}'`]),
    ...(headers.length === 0
      ? []
      : headers.length === 1
        ? [`headers: { ${headers[0]} }`]
        : [`headers: {\n${headers.map((line) => `    ${line},\n`).join('')}  }`]),
    ...(body === undefined ? [] : [`body: JSON.stringify(${printLiteral(body, '  ')})`]),
    ...(sentFile === null ? [] : ['body: form']),
  ];
}

function writeReading({ receivedFile, isLive, hasAnswerBody }: SampleRequest): string {
  if (isLive)
    return [
      'const decoder = new TextDecoder();',
      'for await (const bytes of response.body ?? []) console.log(decoder.decode(bytes, { stream: true }));',
    ].join('\n');
  if (receivedFile !== null) return `await writeFile('${receivedFile}', new Uint8Array(await response.arrayBuffer()));`;
  return hasAnswerBody ? 'console.log(await response.json());' : 'console.log(response.status);';
}
