import { isTyping, matchesShortcut } from '@braindrive/plugin-sdk/ui';
import type { CommandPort, CommandSearch, PluginCommand, Stop } from '@braindrive/plugin-sdk/web';
import { ValueSource } from './value-source.ts';

/** A search that plugins answer, with the heading its answers stand under. */
export interface RegisteredSearch {
  readonly group: string;
  readonly search: CommandSearch;
}

/** Lines of the command palette that come from plugins. */
export class CommandRegistry implements CommandPort {
  readonly commands = new ValueSource<readonly PluginCommand[]>([]);
  readonly searches = new ValueSource<readonly RegisteredSearch[]>([]);

  readonly add = (commands: readonly PluginCommand[]): Stop => {
    this.commands.set([...this.commands.get(), ...commands]);
    return () => this.commands.set(this.commands.get().filter((each) => !commands.includes(each)));
  };

  readonly addSearch = (group: string, search: CommandSearch): Stop => {
    const entry = { group, search };
    this.searches.set([...this.searches.get(), entry]);
    return () => this.searches.set(this.searches.get().filter((each) => each !== entry));
  };

  /** Runs the command whose keys were pressed. */
  readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = this.commands
      .get()
      .find(
        ({ shortcut }) =>
          shortcut !== undefined &&
          matchesShortcut(event, shortcut) &&
          (shortcut.includes('mod') || !isTyping(event)),
      );
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  };
}
