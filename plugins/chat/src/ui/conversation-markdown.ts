import type { Message } from './core-types.ts';
import { textOfMessage } from './opened-thread.ts';

/** A conversation as a Markdown document: its title, then who said what. */
export function conversationMarkdown(title: string, messages: readonly Message[]): string {
  const sections = messages.map((message) => {
    const who = message.role === 'user' ? 'You' : (message.model?.name ?? 'Answer');
    return `## ${who}\n\n${textOfMessage(message)}`;
  });
  return `${[`# ${title}`, ...sections].join('\n\n')}\n`;
}
