import { ErrorCard, SkeletonRows, showError, showToast } from '@braindrive/plugin-sdk/ui';
import { useChatTarget } from '@braindrive/plugin-sdk/web';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { ChatBar } from './chat-bar.tsx';
import { useChatSession } from './chat-context.ts';
import type { ChatSession } from './chat-session.ts';
import { ChatShortcuts, StopShortcut } from './chat-shortcuts.tsx';
import classes from './chat-view.module.css';
import { writeClipboard } from './clipboard.ts';
import type { ComposerHandle } from './composer.tsx';
import { ContextUsed } from './context-used.tsx';
import { conversationMarkdown } from './conversation-markdown.ts';
import type { OpenedConversation } from './core-types.ts';
import { Dock } from './dock.tsx';
import { keepWaitingQuestion, peekWaitingQuestion, takeWaitingQuestion } from './draft-storage.ts';
import { EmptyHead, Suggestions } from './empty-chat.tsx';
import { ModelPicker, type ModelPickerHandle } from './model-picker.tsx';
import { streamingMessage, textOfMessage } from './opened-thread.ts';
import { Thread } from './thread.tsx';
import { ThreadActionsContext } from './thread-actions.ts';
import { threadRows } from './thread-rows.ts';
import { useChatSettings } from './use-chat-settings.ts';
import { useComposer } from './use-composer.ts';
import { useJump, useWantedMessage } from './use-jump.ts';
import { useModels, useSetDefaultModel } from './use-models.ts';
import { useOpened } from './use-opened.ts';
import { useThreadActionsOf } from './use-thread-actions.ts';

const FindBar = lazy(async () => ({ default: (await import('./find-bar.tsx')).FindBar }));
const SettingsPanel = lazy(async () => ({
  default: (await import('./conversation-settings.tsx')).ConversationSettingsPanel,
}));

const none: readonly never[] = [];

/** Says once, to those who listen, that an answer has ended. */
function EndAnnouncer({ isAnswering }: { readonly isAnswering: boolean }) {
  const wasAnswering = useRef(isAnswering);
  const [text, setText] = useState('');
  useEffect(() => {
    if (wasAnswering.current && !isAnswering) setText('The answer is complete.');
    if (isAnswering) setText('');
    wasAnswering.current = isAnswering;
  }, [isAnswering]);
  return (
    <span className="visually-hidden" role="status">
      {text}
    </span>
  );
}

/** Follows the run that writes an answer of the opened conversation, also after a reload or from another device. */
function useFollow(
  session: ChatSession,
  conversationId: string | null,
  opened: OpenedConversation | undefined,
): void {
  const streaming = streamingMessage(opened);
  const [messageId, runId] = [streaming?.id, streaming?.runId];
  useEffect(() => {
    if (conversationId === null || messageId === undefined || runId == null) return;
    session.follow(conversationId, messageId, runId);
  }, [session, conversationId, messageId, runId]);
}

/** A question that came before there was a model, as from the first-run page; it is asked once there is one. */
function useWaitingQuestion(isReady: boolean, ask: (text: string) => void) {
  const [question, setQuestion] = useState(peekWaitingQuestion);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (!isReady || question === null) return;
    takeWaitingQuestion();
    setQuestion(null);
    latest.current(question);
  }, [isReady, question]);
  const keep = (text: string) => {
    keepWaitingQuestion(text);
    setQuestion(text);
  };
  return { question, keep };
}

/** What stands in the thread's place while there is none. */
function Waiting({
  isLoading,
  error,
  onRetry,
}: {
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  if (!isLoading && error === null) return null;
  return (
    <div className={classes.waiting}>
      {isLoading && <SkeletonRows count={3} height={96} />}
      {error !== null && (
        <ErrorCard title="The conversation cannot be shown" error={error} onAction={onRetry} />
      )}
    </div>
  );
}

/** One conversation, or the start of one. */
export function ChatView({ conversationId }: { readonly conversationId: string | null }) {
  const session = useChatSession();
  const { opened, error, isLoading, reload, loadOlder, ...pages } = useOpened(conversationId);
  const { settings, change } = useChatSettings(conversationId, opened);
  const { groups, current, defaultModel } = useModels(settings.model);
  const setDefault = useSetDefaultModel();
  const composer = useComposer(session, conversationId, settings, current?.ref ?? null);
  const field = useRef<ComposerHandle>(null);
  const picker = useRef<ModelPickerHandle>(null);
  const giveBack = useRef(composer.giveBack);
  const [editingId, setEditing] = useState<string | null>(null);
  const [isFinding, setFinding] = useState(false);
  const [isShowingSettings, setShowingSettings] = useState(false);
  const [isScrolled, setScrolled] = useState(false);

  const messages = opened?.window.messages ?? none;
  const turn = session.turnOf(conversationId);
  const rows = threadRows(messages, turn, (messageId) => session.rowKey(messageId));
  const isAnswering = session.isAnswering(conversationId);
  const indexOf = useCallback(
    (messageId: string) => messages.findIndex(({ id }) => id === messageId),
    [messages],
  );
  const { thread, markedId, jump } = useJump(pages.loadUntil, indexOf);
  const actions = useThreadActionsOf({
    session,
    conversationId,
    selectBranch: pages.selectBranch,
    setEditing,
    giveBack,
    picker,
  });

  useEffect(() => {
    giveBack.current = composer.giveBack;
  });
  useFollow(session, conversationId, opened);
  useWantedMessage(opened !== undefined, jump);
  useEffect(() => {
    // Where fingers type, the keyboard would cover half of what was opened.
    if (window.matchMedia('(hover: hover)').matches) field.current?.focus();
  }, []);

  const send = (text: string) => {
    composer.send(text);
    thread.current?.scrollToEnd();
  };
  const hasModel = current !== null;
  const waiting = useWaitingQuestion(conversationId === null && hasModel, send);
  useChatTarget({
    insert: (text) => {
      composer.setText(composer.text === '' ? text : `${composer.text} ${text}`);
      field.current?.focus();
    },
    send: (text) => (hasModel ? send(text) : waiting.keep(text)),
  });

  const stop = () => session.stop(conversationId);
  const editLast = () => {
    const last = messages.findLast(({ role }) => role === 'user');
    if (last !== undefined && !isAnswering) setEditing(last.id);
  };
  const copyLast = () => {
    const last = messages.findLast(({ role }) => role === 'assistant');
    if (last === undefined) return;
    void writeClipboard(textOfMessage(last)).then(() => showToast('Answer copied.'));
  };
  const copyAll = () => {
    pages
      .loadAll()
      .then((all) => writeClipboard(conversationMarkdown(opened?.conversation.title ?? '', all)))
      .then(() => showToast('Conversation copied as Markdown.'), showError);
  };

  const dock = (
    <Dock
      ref={field}
      text={composer.text}
      unsent={composer.unsent}
      model={current}
      isAnswering={isAnswering}
      onChange={composer.setText}
      onSend={send}
      onStop={stop}
      onEditLast={editLast}
      tools={
        <>
          <ContextUsed messages={messages} contextTokens={current?.contextTokens ?? null} />
          <ModelPicker
            ref={picker}
            groups={groups}
            current={current}
            defaultModel={defaultModel}
            onSelect={({ ref }) => change({ model: ref })}
            onSetDefault={setDefault}
          />
        </>
      }
    />
  );
  const isEmpty = rows.length === 0 && !isLoading && error === null;
  return (
    <div className={classes.chat}>
      <div className={classes.main}>
        <ChatBar
          conversation={opened?.conversation ?? null}
          isScrolled={isScrolled}
          isFinding={isFinding}
          isShowingSettings={isShowingSettings}
          onFind={() => setFinding(!isFinding)}
          onShowSettings={() => setShowingSettings(!isShowingSettings)}
          onCopy={copyAll}
        />
        <Suspense>
          {isFinding && conversationId !== null && (
            <FindBar
              conversationId={conversationId}
              onJump={jump}
              onClose={() => setFinding(false)}
            />
          )}
        </Suspense>
        <Waiting isLoading={isLoading} error={error} onRetry={reload} />
        {rows.length > 0 && (
          <ThreadActionsContext value={actions}>
            <Thread
              ref={thread}
              rows={rows}
              modelName={current?.name ?? 'Answer'}
              isAnswering={isAnswering}
              editingId={editingId}
              markedId={markedId}
              hasOlder={opened?.window.hasOlder ?? false}
              onNeedOlder={loadOlder}
              onScrolled={setScrolled}
            />
          </ThreadActionsContext>
        )}
        <footer className={classes.dock} data-is-empty={isEmpty || undefined}>
          {isEmpty && <EmptyHead hasModel={hasModel} question={waiting.question} />}
          {dock}
          {isEmpty && hasModel && <Suggestions onAsk={send} />}
        </footer>
      </div>
      <Suspense>
        {isShowingSettings && (
          <SettingsPanel
            settings={settings}
            onSave={change}
            onClose={() => setShowingSettings(false)}
          />
        )}
      </Suspense>
      <EndAnnouncer isAnswering={isAnswering} />
      <ChatShortcuts
        onFocus={() => field.current?.focus()}
        onFind={() => setFinding(true)}
        onCopyLast={copyLast}
      />
      {isAnswering && <StopShortcut onStop={stop} />}
    </div>
  );
}
