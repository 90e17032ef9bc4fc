import { DomainError } from '@braindrive/core';

export interface SettingIssue {
  readonly name: string;
  readonly message: string;
}

/** Settings that do not fit the plugin's schema, for a form (`fieldErrors`) and for a plugin (`issues`) alike. */
export class SettingsRefusal extends DomainError {
  readonly issues: readonly SettingIssue[];

  constructor(issues: readonly SettingIssue[]) {
    const fieldErrors: Record<string, string[]> = {};
    for (const { name, message } of issues) {
      fieldErrors[name] = [...(fieldErrors[name] ?? []), message];
    }
    super(
      'VALIDATION_FAILED',
      issues.map(({ name, message }) => `${name}: ${message}`).join('; '),
      { fieldErrors },
    );
    this.issues = issues;
  }
}
