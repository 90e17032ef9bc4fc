import { type ClientErrorReport, errorReportOf } from '@braindrive/plugin-sdk/ui';
import { useRef, useState } from 'react';
import type { ChatSession } from './chat-session.ts';
import { createClientId } from './client-id.ts';
import type { ConversationSettings, SendMessageInput } from './core-types.ts';
import { DraftStorage } from './draft-storage.ts';

/** A message that did not go out. Sent again unchanged it keeps its id, so that the host stores it once. */
export interface Unsent {
  readonly clientId: string;
  readonly text: string;
  readonly report: ClientErrorReport;
}

const drafts = new DraftStorage(globalThis.localStorage);

const settingsOf = (
  settings: ConversationSettings,
  model: ConversationSettings['model'],
): Pick<SendMessageInput, 'model' | 'systemPrompt' | 'parameters'> => ({
  ...(model === null ? {} : { model }),
  ...(settings.systemPrompt === '' ? {} : { systemPrompt: settings.systemPrompt }),
  ...(Object.keys(settings.parameters).length === 0 ? {} : { parameters: settings.parameters }),
});

interface ComposerState {
  readonly text: string;
  readonly unsent: Unsent | null;
  readonly setText: (text: string) => void;
  readonly send: (text: string) => void;
  /** Puts a text that could not be sent back into the field, and says why. */
  readonly giveBack: (text: string, clientId: string, error: unknown) => void;
}

/**
 * The text being written. It is kept on this device until the host has stored it, and comes back into the field when
 * sending fails, so that no word is lost.
 */
export function useComposer(
  session: ChatSession,
  conversationId: string | null,
  settings: ConversationSettings,
  model: ConversationSettings['model'],
): ComposerState {
  const [text, setShownText] = useState(() => drafts.read(conversationId));
  const [unsent, setUnsent] = useState<Unsent | null>(null);
  const latest = useRef(text);

  const setText = (next: string) => {
    latest.current = next;
    setShownText(next);
    drafts.write(conversationId, next);
  };
  const giveBack = (lost: string, clientId: string, error: unknown) => {
    const both = latest.current === '' ? lost : `${lost}\n\n${latest.current}`;
    setText(both);
    setUnsent({ clientId, text: lost, report: errorReportOf(error) });
  };
  const send = (asked: string) => {
    const clientId = unsent?.text === asked ? unsent.clientId : createClientId();
    // Only the field is emptied: the stored draft stays until the host has the message.
    latest.current = '';
    setShownText('');
    setUnsent(null);
    const isNew = conversationId === null;
    session
      .send({
        clientId,
        conversationId,
        text: asked,
        ...(isNew ? settingsOf(settings, model) : {}),
      })
      .then(
        () => drafts.write(conversationId, latest.current),
        (error: unknown) => giveBack(asked, clientId, error),
      );
  };
  return { text, unsent, setText, send, giveBack };
}
