import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { receivePluginUpload, restErrorOf } from '@braindrive/api';
import { DomainError } from '@braindrive/core';
import type { Request, RequestHandler } from 'express';
import { type ContextPorts, createContext, type IdentifiedRequest } from './create-context.ts';

interface UploadedFile {
  readonly name: string;
  readonly totalBytes: number | null;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const jsonType = /^application\/json\b/i;
const formType = /^multipart\/form-data\b/i;
/** A form is held in memory whole; larger archives come as plain bytes. Above what any archive may be. */
const maxFormBytes = 24 * 1024 * 1024;
const maxNameLength = 255;

/**
 * Takes an archive at `POST /api/plugins/install`: as the body itself with `?fileName=`, or as the file of a form. It
 * answers when the plugin is installed or asks for consent; with JSON it is the procedure's turn.
 */
export function pluginUpload(ports: ContextPorts): RequestHandler {
  return async (request, response, next) => {
    const type = request.headers['content-type'];
    const isUpload = request.method === 'POST' && request.path === '/install';
    if (!isUpload || type === undefined || jsonType.test(type)) return next();
    const { requestId = '' } = request as IdentifiedRequest;
    try {
      const context = await createContext(ports, request, response, requestId);
      const file = formType.test(type) ? await fileOfForm(request) : fileOfBody(request);
      response.json(
        await receivePluginUpload(context, {
          ...file,
          acceptsPermissions: request.query.acceptsPermissions === 'true',
        }),
      );
    } catch (error) {
      const { status, body } = restErrorOf(error, requestId);
      if (status >= 500) ports.log.error({ cause: error, requestId }, 'upload.failed');
      // What is left of the body is not read: a client that still sends is told now.
      response.status(status).setHeader('Connection', 'close').json(body);
      request.unpipe?.();
    }
  };
}

function fileOfBody(request: Request): UploadedFile {
  const { fileName } = request.query;
  const name = typeof fileName === 'string' && fileName !== '' ? fileName : 'plugin.tgz';
  return { name: name.slice(0, maxNameLength), totalBytes: lengthOf(request), bytes: request };
}

async function fileOfForm(request: Request): Promise<UploadedFile> {
  const length = lengthOf(request);
  if (length === null || length > maxFormBytes) {
    const message = `A form can hold ${maxFormBytes / 1024 / 1024} MiB. Send a smaller archive, or its bytes as the body.`;
    throw new DomainError('VALIDATION_FAILED', message);
  }
  const body = Readable.toWeb(request) as ReadableStream<Uint8Array<ArrayBuffer>>;
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(body, { headers }).formData().catch((cause: unknown) => {
    throw new DomainError('VALIDATION_FAILED', 'The form cannot be read.', { cause });
  });
  const file = [...form.values()].find((value) => value instanceof File);
  if (file === undefined) {
    throw new DomainError('VALIDATION_FAILED', 'The form has no file. Add the archive to it.');
  }
  return {
    name: file.name.slice(0, maxNameLength),
    totalBytes: file.size,
    bytes: file.stream(),
  };
}

function lengthOf(request: Request): number | null {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}
