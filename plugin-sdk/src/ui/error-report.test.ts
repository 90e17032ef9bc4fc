import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { errorReportOf, isSignedOut } from './error-report.ts';

const answered = (data: Record<string, unknown>) =>
  new TRPCClientError('Sign in first.', {
    result: { error: { code: -32001, message: 'Sign in first.', data } },
  });

describe('errorReportOf', () => {
  it('reads the code, the request and what is wrong with each field', () => {
    const report = errorReportOf(
      answered({
        domainCode: 'VALIDATION_FAILED',
        requestId: 'r1',
        retryAfterMs: null,
        fieldErrors: { email: ['Enter an email address.', 'Second'], name: [] },
      }),
    );
    expect(report).toMatchObject({ code: 'VALIDATION_FAILED', requestId: 'r1' });
    expect(report.fieldErrors).toEqual({ email: 'Enter an email address.' });
  });

  it('takes an answer that never came for being offline', () => {
    expect(errorReportOf(new TRPCClientError('Failed to fetch')).code).toBe('OFFLINE');
  });

  it('does not show the text of an error of the page itself', () => {
    const report = errorReportOf(new Error('x is undefined'));
    expect(report.code).toBe('INTERNAL');
    expect(report.message).not.toContain('undefined');
  });
});

describe('isSignedOut', () => {
  it('is true only when the session is gone', () => {
    expect(isSignedOut(answered({ domainCode: 'NOT_AUTHENTICATED' }))).toBe(true);
    expect(isSignedOut(answered({ domainCode: 'INVALID_CREDENTIALS' }))).toBe(false);
  });
});
