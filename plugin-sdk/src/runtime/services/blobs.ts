import { isPluginError } from '../../plugin-error.ts';
import { type BlobInfo, bodyPieceBytes } from '../../protocol/index.ts';
import type {
  BlobContent,
  BlobService,
  ListOptions,
} from '../../server/services/storage-service.ts';
import type { BridgeClient, LentBody } from '../bridge-client.ts';
import { cutPieces, readAll, toReadableStream } from '../byte-streams.ts';
import { pages } from './pages.ts';

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

const piecesOf = (content: BlobContent): AsyncIterable<Uint8Array> => {
  if (typeof content === 'string') return single(new TextEncoder().encode(content));
  return content instanceof Uint8Array ? single(content) : content;
};

export function createBlobs(client: BridgeClient): BlobService {
  const lend = (content: BlobContent): LentBody =>
    client.lend(cutPieces(piecesOf(content), bodyPieceBytes));
  return {
    async put(name, content, options = {}) {
      const { body, release } = lend(content);
      try {
        return await client.call('storage.putBlob', { name, body, ...options });
      } finally {
        release();
      }
    },
    async open(name, range = {}) {
      const items = client.stream('storage.getBlob', { name, ...range });
      const info = await firstItem(items);
      if (info === null) return null;
      const body = toReadableStream(items);
      return {
        info,
        body,
        bytes: () => readAll(body),
        text: async () => new TextDecoder().decode(await readAll(body)),
        cancel: () => body.cancel(),
      };
    },
    head: (name) => client.call('storage.headBlob', { name }),
    delete: async (name) => (await client.call('storage.deleteBlob', { name })).isDeleted,
    list: ({ prefix = '', pageSize = 100 }: ListOptions = {}) =>
      pages((cursor) => client.call('storage.listBlobs', { prefix, limit: pageSize, ...cursor })),
  };
}

async function firstItem(items: AsyncGenerator<unknown, void>): Promise<BlobInfo | null> {
  try {
    return (await items.next()).value as BlobInfo;
  } catch (cause) {
    if (isPluginError(cause) && cause.code === 'storage/not-found') return null;
    throw cause;
  }
}
