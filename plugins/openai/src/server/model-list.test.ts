import { describe, expect, it } from 'vitest';
import { modelListSchema, toProviderModels } from './model-list.ts';

const read = (list: unknown) => toProviderModels(modelListSchema.parse(list));

describe('the model list of an OpenAI-compatible server', () => {
  it('takes what OpenRouter tells', () => {
    const [model] = read({
      data: [
        {
          id: 'maker/model',
          name: 'Maker: Model',
          context_length: 131_072,
          architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
          supported_parameters: ['tools', 'reasoning', 'max_tokens'],
        },
        {
          id: 'maker/painter',
          architecture: { input_modalities: ['text'], output_modalities: ['image'] },
        },
      ],
    });
    expect(model).toEqual({
      id: 'maker/model',
      name: 'Maker: Model',
      contextTokens: 131_072,
      capabilities: { vision: true, tools: true, reasoning: true },
      sizeBytes: null,
      note: null,
    });
  });

  it.each([
    ['vLLM', { max_model_len: 32_768 }, 32_768],
    ['Groq', { context_window: 8_192, active: true }, 8_192],
    ['Mistral', { max_context_length: 40_000, capabilities: { completion_chat: true } }, 40_000],
    ['LM Studio', { type: 'llm', max_context_length: 9_000, loaded_context_length: 4_096 }, 4_096],
    ['llama.cpp', { meta: { n_ctx_train: 2_048, size: 99 } }, 2_048],
    ['OpenAI', {}, null],
  ])('reads the context length of %s', (_name, fields, expected) => {
    expect(read({ data: [{ id: 'm', ...fields }] })[0]?.contextTokens).toBe(expected);
  });

  it('takes a bare list, and leaves out what does not fit', () => {
    expect(
      read([{ id: 'b' }, { name: 'no id' }, null, { id: 'a' }, { id: 'a' }]).map(({ id }) => id),
    ).toEqual(['a', 'b']);
  });

  it('leaves out models that cannot chat', () => {
    const ids = [
      'text-embedding-3-small',
      'whisper-1',
      'tts-1-hd',
      'dall-e-3',
      'gpt-image-1',
      'BAAI/bge-m3',
      'omni-moderation-latest',
      'nomic-embed-text',
      'gpt-4o-mini-transcribe',
    ];
    expect(read({ data: ids.map((id) => ({ id })) })).toEqual([]);
    const kept = ['gpt-5', 'qwen3:4b', 'flan-t5-xl', 'mistral-embedded-chat', 'fluxion-7b'];
    expect(read({ data: kept.map((id) => ({ id })) })).toHaveLength(kept.length);
    expect(
      read({
        data: [
          { id: 'x', type: 'embeddings' },
          { id: 'y', active: false },
        ],
      }),
    ).toEqual([]);
  });
});
