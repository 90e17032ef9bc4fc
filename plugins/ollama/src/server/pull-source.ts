import { ProviderError } from '@braindrive/plugin-sdk';

const hubAddress =
  /^(?:hf:|https:\/\/(?:huggingface\.co|hf\.co)\/)([\w.-]+\/[\w.-]+)(?:\/(?:(?:resolve|blob)\/[^/]+\/)?([\w.-]+\.gguf))?(?:\?.*)?$/;
const modelName = /^[\w][\w./-]*(:[\w.-]+)?$/;

/**
 * The name under which Ollama knows a source: its own names stay, Hugging Face addresses become `hf.co/owner/repository:file`.
 * @throws {ProviderError} `provider/bad-request` for a file path or another site.
 */
export function toOllamaName(source: string): string {
  const text = source.trim();
  const [, repository, file] = hubAddress.exec(text) ?? [];
  if (repository !== undefined) return `hf.co/${repository}${file === undefined ? '' : `:${file}`}`;
  if (modelName.test(text) && text.length <= 300 && !text.endsWith('.gguf')) return text;
  throw new ProviderError(
    'provider/bad-request',
    'Ollama fetches models by name. Enter one from ollama.com, such as llama3.2:3b, or a Hugging Face address.',
  );
}
