import type { ErrorReport } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';

/** What a person may know of an error; the log knows the rest. */
export const errorReportOf = (error: unknown): ErrorReport =>
  error instanceof DomainError
    ? {
        code: error.code,
        message: error.message,
        retryAfterMs: error.retryAfterMs,
        requestId: null,
      }
    : {
        code: 'INTERNAL',
        message: 'BrainDrive failed over it. Nothing was changed; the log of the host says why.',
        retryAfterMs: null,
        requestId: null,
      };
