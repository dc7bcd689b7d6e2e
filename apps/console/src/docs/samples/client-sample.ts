import type { Json } from '../contract/api-document.ts';
import { printLiteral } from './print-literal.ts';
import type { SampleRequest } from './sample-request.ts';

/** The request with the project's own client, as a whole program. */
export function writeClientSample(request: SampleRequest): string {
  const { baseUrl, needsKey, sentFile, receivedFile } = request;
  const files = [
    ...(sentFile === null ? [] : ["import { openAsBlob } from 'node:fs';"]),
    ...(receivedFile === null ? [] : ["import { writeFile } from 'node:fs/promises';"]),
  ];
  const settings = [`baseUrl: ${printLiteral(baseUrl)}`, ...(needsKey ? ['apiKey: process.env.CAUSEWAY_API_KEY'] : [])];
  const client = `const client = createClient({\n${settings.map((line) => `  ${line},\n`).join('')}});`;
  return [...files, "import { createClient } from '@causeway/client';", '', client, '', writeCall(request), ''].join(
    '\n',
  );
}

function writeCall(request: SampleRequest): string {
  const { operationId, receivedFile, isLive, isList, hasAnswerBody } = request;
  if (isLive) return `for await (const message of client.stream.live()) console.log(message);`;
  const call = `await client.${operationId}(${writeInput(request)})`;
  if (receivedFile !== null) return `await writeFile(${printLiteral(receivedFile)}, ${call});`;
  if (!hasAnswerBody) return `${call};`;
  if (isList) {
    const iterator = `${operationId.charAt(4).toLowerCase()}${operationId.slice(5)}`;
    return `const { data } = ${call};\nconsole.log(data);\n// client.iterate.${iterator}() goes through every page.`;
  }
  return `console.log(${call});`;
}

function writeInput({ parameters, body, sentFile }: SampleRequest): string {
  const input: Record<string, Json> = { ...parameters, ...(body === undefined ? {} : { body }) };
  if (sentFile === null) return Object.keys(input).length === 0 ? '' : printLiteral(input);
  const entries = Object.entries(input).map(([name, value]) => `  ${name}: ${printLiteral(value)},\n`);
  return `{\n${entries.join('')}  body: { file: await openAsBlob(${printLiteral(sentFile)}) },\n}`;
}
