import type { PluginPolicy } from '@braindrive/contracts';

/** The slug that stands for every plugin without a rule of its own. */
export const allPlugins = '*';

/** Each rule in a word and a sentence. */
export const ruleTexts: Readonly<Record<PluginPolicy['rule'], { word: string; text: string }>> = {
  required: {
    word: 'Required',
    text: 'Everybody has it, and nobody can turn it off.',
  },
  default: {
    word: 'Given to new people',
    text: 'New people start with it and may remove it.',
  },
  allowed: { word: 'Allowed', text: 'Everybody may install it.' },
  denied: { word: 'Denied', text: 'Nobody can install it; where it is, it is off.' },
};
export const ruleNames = Object.keys(ruleTexts) as PluginPolicy['rule'][];

/** A rule before anything was chosen. Null asks for the plugin first. */
export const emptyRule = (slug: string | null): PluginPolicy => ({
  slug: slug ?? '',
  rule: 'allowed',
  deniedPermissions: [],
  isNativeTrusted: false,
});
