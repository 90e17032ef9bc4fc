import type {
  JSONSchema7,
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
} from '@ai-sdk/provider';
import type { PromptMessage, ToolRound } from '../../models/model.ts';
import type { ChatRequest } from '../model-provider.ts';

const toMessage = ({ role, content }: PromptMessage): LanguageModelV4Message =>
  role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] };

/** A result is given back as the text of its JSON, which every provider package can carry. */
const toRoundMessages = ({ text, calls, results }: ToolRound): LanguageModelV4Message[] => [
  {
    role: 'assistant',
    content: [
      ...(text === '' ? [] : [{ type: 'text' as const, text }]),
      ...calls.map((call) => ({ type: 'tool-call' as const, ...call })),
    ],
  },
  {
    role: 'tool',
    content: results.map(({ toolCallId, toolName, output, isError }) => ({
      type: 'tool-result' as const,
      toolCallId,
      toolName,
      output: {
        type: isError ? ('error-text' as const) : ('text' as const),
        value: typeof output === 'string' ? output : JSON.stringify(output),
      },
    })),
  },
];

/** A chat request in the words of the AI SDK. */
export function toCallOptions(
  request: ChatRequest,
  abortSignal: AbortSignal,
): LanguageModelV4CallOptions {
  const { temperature, topP, maxTokens, seed, stop } = request.parameters;
  return {
    prompt: [
      ...request.messages.map(toMessage),
      ...(request.toolRounds ?? []).flatMap(toRoundMessages),
    ],
    abortSignal,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stopSequences: stop }),
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map(({ name, description, input }) => ({
            type: 'function' as const,
            name,
            description,
            inputSchema: input as JSONSchema7,
          })),
        }),
  };
}
