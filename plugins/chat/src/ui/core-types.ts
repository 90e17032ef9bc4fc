import type { CoreInputs, CoreOutputs, core } from '@braindrive/plugin-sdk/web';

/** Caches and calls of core outside of rendering. */
export type CoreUtils = ReturnType<typeof core.useUtils>;

export type Boot = CoreOutputs['instance']['boot'];
export type ConnectionModels = CoreOutputs['model']['list'][number];
export type OpenedConversation = CoreOutputs['conversation']['open'];
export type Conversation = OpenedConversation['conversation'];
export type ConversationSettings = Conversation['settings'];
export type ConversationSummary = CoreOutputs['conversation']['list']['items'][number];
export type MessageWindow = OpenedConversation['window'];
export type Message = MessageWindow['messages'][number];
export type MessagePart = Message['parts'][number];
export type ErrorReport = NonNullable<Message['error']>;
export type ModelRef = NonNullable<ConversationSettings['model']>;
export type SearchHit = CoreOutputs['conversation']['search']['items'][number];
export type SendMessageInput = CoreInputs['chat']['send'];
export type StartedRun = CoreOutputs['chat']['send'];

type ItemOf<Stream> = Stream extends AsyncIterable<infer Item> ? Item : never;

/** What following an answer brings: parts in their order. */
export type RunUpdate = ItemOf<CoreOutputs['chat']['follow']>['data'];
export type ChatStreamPart = RunUpdate['parts'][number];
/** What changed for the person, on any device. */
export type UserEvent = ItemOf<CoreOutputs['event']['follow']>;
