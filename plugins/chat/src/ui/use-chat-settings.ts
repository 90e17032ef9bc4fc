import { showError } from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import type { ConversationSettings, OpenedConversation } from './core-types.ts';

const emptySettings: ConversationSettings = { model: null, systemPrompt: '', parameters: {} };

/** Settings of a conversation; those of a new one wait here for its first message. */
export function useChatSettings(
  conversationId: string | null,
  opened: OpenedConversation | undefined,
): {
  readonly settings: ConversationSettings;
  readonly change: (changes: Partial<ConversationSettings>) => void;
} {
  const utils = core.useUtils();
  const [draft, setDraft] = useState(emptySettings);
  const settings = opened?.conversation.settings ?? draft;

  const store = (id: string, next: ConversationSettings) =>
    utils.conversation.open.setData(
      { conversationId: id },
      (known) => known && { ...known, conversation: { ...known.conversation, settings: next } },
    );
  const change = (changes: Partial<ConversationSettings>) => {
    const next = { ...settings, ...changes };
    if (conversationId === null) {
      setDraft(next);
      return;
    }
    store(conversationId, next);
    utils.client.conversation.update
      .mutate({ conversationId, settings: changes })
      .catch((error: unknown) => {
        store(conversationId, settings);
        showError(error);
      });
  };
  return { settings, change };
}
