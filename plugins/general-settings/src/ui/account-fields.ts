import type { CoreInputs, CoreOutputs } from '@braindrive/plugin-sdk/web';
import { z } from 'zod';

// What the forms check while somebody types. The host checks everything again and has the last word.

export type Role = CoreOutputs['member']['list'][number]['role'];
export type ApiKeyScope = CoreInputs['apiKey']['create']['scopes'][number];

export const roles: readonly Role[] = ['owner', 'admin', 'member', 'guest'];

const scopes = [
  'chat:read',
  'chat:write',
  'models:read',
  'connections:write',
  'account:read',
  'plugins:read',
  'plugins:write',
  'admin',
] as const satisfies readonly ApiKeyScope[];

export const emailSchema: z.ZodEmail = z
  .email('Enter an email address, for instance sam@home.example.')
  .max(254);

export const displayNameSchema: z.ZodString = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(80, 'Use 80 characters or fewer.');

export const changePasswordInputSchema = z.object({
  currentPassword: z.string().min(1).max(256),
  newPassword: z
    .string()
    .min(12, 'Use 12 characters or more.')
    .max(256, 'Use 256 characters or fewer.'),
});

export const createApiKeyInputSchema = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(80),
  scopes: z.array(z.enum(scopes)).min(1, 'Choose at least one scope.'),
  validDays: z.int().min(1).max(3650).nullable(),
});
