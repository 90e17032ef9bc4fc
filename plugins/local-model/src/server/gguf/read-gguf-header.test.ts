import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ggufFixture } from '../testing/gguf-fixture.ts';
import { modelFactsOf } from './model-facts.ts';
import { readGgufHeader } from './read-gguf-header.ts';

describe('the header of a model file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(os.tmpdir(), 'gguf-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const read = async (content: Buffer) => {
    const path = join(directory, 'model.gguf');
    await writeFile(path, content);
    return readGgufHeader(path);
  };

  it('tells name, context, cache and abilities', async () => {
    const template = '{% if tools %}{% endif %}<think>';
    const facts = modelFactsOf(await read(ggufFixture({ 'tokenizer.chat_template': template })));
    expect(facts).toEqual({
      name: 'Test Model',
      architecture: 'llama',
      trainedContextTokens: 2048,
      // 2 blocks of 2 heads, keys and values of 16 numbers, 2 bytes each.
      cacheBytesPerToken: 2 * 2 * (16 + 16) * 2,
      vocabularySize: 3,
      isReasoning: true,
      hasTools: true,
    });
  });

  it('counts only the blocks that attend in a hybrid model, and figures that differ by block', async () => {
    const hybrid = modelFactsOf(await read(ggufFixture({ 'llama.full_attention_interval': 2 })));
    expect(hybrid.cacheBytesPerToken).toBe(2 * (16 + 16) * 2);
    const uneven = modelFactsOf(
      await read(ggufFixture({ 'llama.attention.head_count_kv': [1, 3] })),
    );
    expect(uneven.cacheBytesPerToken).toBe(4 * (16 + 16) * 2);
  });

  it.each([
    ['another format', Buffer.from('<html>not a model</html>')],
    ['an empty file', Buffer.alloc(0)],
    ['a cut header', ggufFixture().subarray(0, 90)],
    [
      'a header with an absurd count',
      Buffer.from('4747554603000000ffffffffffffffffffffffffffffffff', 'hex'),
    ],
  ])('refuses %s', async (_what, content) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'provider/model-file-invalid' });
  });
});
