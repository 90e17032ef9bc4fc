type FixtureValue = string | number | boolean | readonly string[] | readonly number[];

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
};

const uint32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

const uint64 = (value: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
};

function encode(value: FixtureValue): Buffer {
  if (typeof value === 'string') {
    return Buffer.concat([uint32(8), text(value)]);
  }
  if (typeof value === 'number') {
    return Buffer.concat([uint32(4), uint32(value)]);
  }
  if (typeof value === 'boolean') {
    return Buffer.concat([uint32(7), Buffer.from([value ? 1 : 0])]);
  }
  const isText = typeof value[0] === 'string';
  const items = value.map((item) => (typeof item === 'string' ? text(item) : uint32(item)));
  return Buffer.concat([uint32(9), uint32(isText ? 8 : 4), uint64(value.length), ...items]);
}

/** A GGUF file with a header and as many bytes of "weights" as wanted. For tests. */
export function ggufFixture(
  entries: Readonly<Record<string, FixtureValue>> = {},
  weightBytes = 0,
): Buffer {
  const all = Object.entries({
    'general.architecture': 'llama',
    'general.name': 'Test Model',
    'llama.context_length': 2048,
    'llama.block_count': 2,
    'llama.embedding_length': 64,
    'llama.attention.head_count': 4,
    'llama.attention.head_count_kv': 2,
    'tokenizer.ggml.tokens': ['<s>', '</s>', 'a'],
    ...entries,
  });
  const head = Buffer.concat([Buffer.from('GGUF'), uint32(3), uint64(0), uint64(all.length)]);
  const body = all.map(([key, value]) => Buffer.concat([text(key), encode(value)]));
  return Buffer.concat([head, ...body, Buffer.alloc(weightBytes, 7)]);
}
