/** Something that `check` found. Numbers never change their meaning, so that they can be searched for. */
export interface Finding {
  /** `BD101`. */
  readonly number: string;
  /** An error keeps the plugin from being packed. */
  readonly level: 'error' | 'warning';
  /** What is wrong, where, and how it is put right. */
  readonly message: string;
  readonly fix: string;
  readonly file: string | null;
}

/** Each kind of finding: 1xx what it says it is, 2xx its size, 3xx permissions, 4xx the front-end, 5xx the server. */
const kinds = {
  BD101: 'error',
  BD102: 'error',
  BD103: 'error',
  BD104: 'warning',
  BD105: 'error',
  BD201: 'warning',
  BD202: 'error',
  BD203: 'error',
  BD301: 'warning',
  BD302: 'error',
  BD401: 'error',
  BD402: 'error',
  BD403: 'error',
  BD404: 'error',
  BD501: 'warning',
  BD502: 'warning',
} as const satisfies Record<string, Finding['level']>;

export const finding = (
  number: keyof typeof kinds,
  message: string,
  fix: string,
  file: string | null = null,
): Finding => ({ number, level: kinds[number], message, fix, file });
