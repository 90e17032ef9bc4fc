import {
  type ChatHistoryItem,
  getLlama,
  type Llama,
  LlamaChat,
  type LlamaChatResponseChunk,
  type LlamaContext,
  LlamaLogLevel,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';
import { commonPrefixLength, toChatHistory } from './chat-history.ts';
import { chooseChatWrapper } from './chat-wrapper.ts';
import { ProcessFailureError } from './failure.ts';
import type { LoadRequest, ProcessChatRequest } from './messages.ts';
import { PartCoalescer, type ProcessPart } from './part-coalescer.ts';

/** Room that stays free behind the prompt, so that at least a short answer fits. */
const minAnswerTokens = 64;
/** Kept free behind the answer; at the very end of the context the library would drop the oldest messages. */
const answerMarginTokens = 8;
/** Tokens evaluated between two looks at the abort signal: about a second of work for an 8B model on two cores. */
const promptBatchTokens = 64;

/** One conversation's place in the context. It keeps the state of the last chat, so the next turn starts fast. */
interface Slot {
  readonly chat: LlamaChat;
  isBusy: boolean;
  lastUsed: number;
  messages: ProcessChatRequest['messages'];
}

export interface ChatOutcome {
  readonly finishReason: 'stop' | 'length' | 'aborted';
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** The model of this process, with its context. */
export class LoadedModel {
  readonly loadMs: number;
  readonly contextTokens: number;
  readonly #model: LlamaModel;
  readonly #slots: readonly Slot[];
  readonly #defaultAnswerTokens: number;
  #uses = 0;

  private constructor(
    model: LlamaModel,
    context: LlamaContext,
    request: LoadRequest,
    loadMs: number,
  ) {
    this.#model = model;
    this.loadMs = loadMs;
    this.#defaultAnswerTokens = request.defaultAnswerTokens;
    const chatWrapper = chooseChatWrapper(model);
    this.#slots = Array.from({ length: request.sequences }, () => ({
      chat: new LlamaChat({ contextSequence: context.getSequence(), chatWrapper }),
      isBusy: false,
      lastUsed: 0,
      messages: [],
    }));
    this.contextTokens = context.contextSize;
  }

  static async load(
    request: LoadRequest,
    onProgress: (progress: number) => void,
  ): Promise<LoadedModel> {
    const startedAt = performance.now();
    const llama = await startLlama(request);
    const model = await llama.loadModel({
      modelPath: request.modelPath,
      ...(request.gpu === false ? { gpuLayers: 0 } : {}),
      // Without it the models with a sliding window forget the shared start of a chat, and each turn is read anew.
      defaultContextSwaFullCache: true,
      // The host has checked the memory already, and knows about containers.
      ignoreMemorySafetyChecks: true,
      onLoadProgress: inSteps(onProgress),
    });
    const context = await model.createContext({
      contextSize: request.contextTokens,
      sequences: request.sequences,
      threads: request.threads,
      ignoreMemorySafetyChecks: true,
    });
    return new LoadedModel(model, context, request, performance.now() - startedAt);
  }

  countTokens(texts: readonly string[]): number[] {
    return texts.map((text) => this.#model.tokenize(text).length);
  }

  /** Generates one answer. The host never starts more than there are slots. */
  async chat(
    request: ProcessChatRequest,
    signal: AbortSignal,
    onParts: (parts: ProcessPart[]) => void,
  ): Promise<ChatOutcome> {
    const slot = this.#takeSlot(request.messages);
    try {
      return await this.#generate(slot, request, signal, onParts);
    } finally {
      slot.isBusy = false;
    }
  }

  /** The free slot whose last chat shares the longest start with this one, else the one unused for longest. */
  #takeSlot(messages: ProcessChatRequest['messages']): Slot {
    const free = this.#slots.filter((slot) => !slot.isBusy);
    const ranked = free.toSorted(
      (left, right) =>
        commonPrefixLength(right.messages, messages) -
          commonPrefixLength(left.messages, messages) || left.lastUsed - right.lastUsed,
    );
    const slot = ranked[0];
    if (slot === undefined) {
      throw new Error('More answers were asked for than there is room for.');
    }
    this.#uses += 1;
    slot.isBusy = true;
    slot.lastUsed = this.#uses;
    slot.messages = messages;
    return slot;
  }

  async #generate(
    slot: Slot,
    request: ProcessChatRequest,
    signal: AbortSignal,
    onParts: (parts: ProcessPart[]) => void,
  ): Promise<ChatOutcome> {
    const history = toChatHistory(request.messages, request.isContinuation);
    const promptTokens = this.#promptTokens(slot.chat, history);
    const roomTokens = this.contextTokens - promptTokens.length;
    if (roomTokens < minAnswerTokens) {
      const excessTokens = minAnswerTokens - roomTokens;
      throw new ProcessFailureError({
        reason: 'prompt-too-long',
        message: 'The prompt is too long.',
        excessTokens,
      });
    }
    const inputTokens = promptTokens.length;
    if (!(await readPrompt(slot.chat, promptTokens, signal))) {
      return { finishReason: 'aborted', inputTokens, outputTokens: 0, reasoningTokens: 0 };
    }
    const coalescer = new PartCoalescer(onParts);
    const usage = { outputTokens: 0, reasoningTokens: 0 };
    const { metadata } = await slot.chat.generateResponse(history, {
      ...samplingOptions(request, Math.min(roomTokens, this.#defaultAnswerTokens), roomTokens),
      signal,
      stopOnAbortSignal: true,
      onResponseChunk: (chunk) => {
        const isReasoning = chunk.type === 'segment';
        usage.outputTokens += chunk.tokens.length;
        usage.reasoningTokens += isReasoning ? chunk.tokens.length : 0;
        coalescer.push(toPart(chunk));
      },
    });
    coalescer.flush();
    return { finishReason: finishReasonOf(metadata.stopReason), inputTokens, ...usage };
  }

  #promptTokens(chat: LlamaChat, history: ChatHistoryItem[]): Token[] {
    const { contextText } = chat.chatWrapper.generateContextState({ chatHistory: history });
    return contextText.tokenize(this.#model.tokenizer);
  }
}

/** Passes on every twentieth of the way: the library reports hundreds of steps. */
function inSteps(onProgress: (progress: number) => void): (progress: number) => void {
  let lastStep = -1;
  return (progress) => {
    const step = Math.floor(progress * 20);
    if (step > lastStep) {
      lastStep = step;
      onProgress(progress);
    }
  };
}

function startLlama(request: LoadRequest): Promise<Llama> {
  return getLlama({
    gpu: request.gpu,
    build: 'never',
    // More threads than cores makes llama.cpp a hundred times slower: its threads spin while they wait.
    maxThreads: request.threads,
    logLevel: LlamaLogLevel.error,
    progressLogs: false,
    skipDownload: true,
    logger: (_level, message) => {
      process.stderr.write(`${message}\n`);
    },
  });
}

/**
 * Reads the prompt in small steps, so that an abort is heard while a long prompt is read. What the slot already
 * holds of it is not read again.
 * @returns False when it was aborted.
 */
async function readPrompt(chat: LlamaChat, tokens: Token[], signal: AbortSignal): Promise<boolean> {
  const { sequence } = chat;
  if (signal.aborted) {
    return false;
  }
  await sequence.adaptStateToTokens(tokens, false);
  // The last token is left for the generation, which needs its logits.
  for (
    let from = sequence.nextTokenIndex;
    from < tokens.length - 1;
    from = sequence.nextTokenIndex
  ) {
    const to = Math.min(from + promptBatchTokens, tokens.length - 1);
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(from, to));
    if (signal.aborted) {
      return false;
    }
  }
  return true;
}

function samplingOptions(
  { parameters }: ProcessChatRequest,
  defaultTokens: number,
  roomTokens: number,
) {
  return {
    temperature: parameters.temperature ?? 0.7,
    topP: parameters.topP ?? 0.95,
    topK: 40,
    minP: 0.02,
    ...(parameters.seed === undefined ? {} : { seed: parameters.seed }),
    // Always bounded: a small model may never end by itself.
    maxTokens: Math.min(parameters.maxTokens ?? defaultTokens, roomTokens - answerMarginTokens),
    ...(parameters.stop === undefined ? {} : { customStopTriggers: parameters.stop }),
  };
}

const toPart = (chunk: LlamaChatResponseChunk): ProcessPart => ({
  type: chunk.type === 'segment' ? 'reasoning-delta' : 'text-delta',
  delta: chunk.text,
});

function finishReasonOf(stopReason: string): ChatOutcome['finishReason'] {
  if (stopReason === 'abort') {
    return 'aborted';
  }
  return stopReason === 'maxTokens' ? 'length' : 'stop';
}
