import { z } from 'zod';
import { idSchema } from './id.ts';

export const roles = ['owner', 'admin', 'member', 'guest'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Named permissions; which role has which is in the core's policies. */
export const permissions = [
  'chat.use',
  'connection.manage-own',
  'connection.manage-shared',
  'model.manage',
  'member.list',
  'member.manage',
  'invitation.manage',
  'instance.manage',
  'api-key.manage-own',
  // Use the plugins one has; install and remove one's own; rule what the instance allows.
  'plugin.use',
  'plugin.install',
  'plugin.manage',
] as const;
export const permissionSchema = z.enum(permissions);
export type Permission = z.infer<typeof permissionSchema>;

export const emailSchema = z
  .email('Enter an email address, for instance sam@home.example.')
  .max(254)
  .transform((value) => value.toLowerCase());
export const passwordSchema = z
  .string()
  .min(12, 'Use 12 characters or more.')
  .max(256, 'Use 256 characters or fewer.');
export const displayNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(80, 'Use 80 characters or fewer.');

export const userSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  permissions: z.array(permissionSchema),
  /** Path of the avatar image on this host, or null. */
  avatarUrl: z.string().nullable(),
  createdAt: z.date(),
});
export type User = z.infer<typeof userSchema>;

export const registerInputSchema = z.object({
  name: displayNameSchema,
  email: emailSchema,
  password: passwordSchema,
  /** Token of an invitation link; needed unless this is the first account or registration is open. */
  invitationToken: z.string().min(1).max(200).optional(),
});
export type RegisterInput = z.infer<typeof registerInputSchema>;

export const signInInputSchema = z.object({
  email: emailSchema,
  password: z.string().min(1).max(256),
});
export type SignInInput = z.infer<typeof signInInputSchema>;

export const updateProfileInputSchema = z.object({
  name: displayNameSchema.optional(),
  email: emailSchema.optional(),
  /** A PNG, JPEG or WebP image as a `data:` URL of at most 512 kB; null removes it. */
  avatar: z.string().max(700_000).nullable().optional(),
  /** Needed to change the email. */
  currentPassword: z.string().max(256).optional(),
});
export type UpdateProfileInput = z.infer<typeof updateProfileInputSchema>;

export const changePasswordInputSchema = z.object({
  currentPassword: z.string().min(1).max(256),
  newPassword: passwordSchema,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInputSchema>;

export const deleteAccountInputSchema = z.object({ currentPassword: z.string().min(1).max(256) });
export type DeleteAccountInput = z.infer<typeof deleteAccountInputSchema>;

export const sessionSchema = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  /** Browser and system, as far as the user agent tells: "Firefox on Linux". */
  device: z.string(),
  address: z.string().nullable(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
});
export type Session = z.infer<typeof sessionSchema>;

export const invitationSchema = z.object({
  id: idSchema,
  role: roleSchema,
  /** The only email that may use it, or null for anyone who has the link. */
  email: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date(),
  usedAt: z.date().nullable(),
});
export type Invitation = z.infer<typeof invitationSchema>;

export const createInvitationInputSchema = z.object({
  role: z.enum(['admin', 'member', 'guest']),
  email: emailSchema.optional(),
  /** Days until the link ends. */
  validDays: z.int().min(1).max(90).default(7),
});
export type CreateInvitationInput = z.infer<typeof createInvitationInputSchema>;
/** The token is shown once; only its hash is kept. */
export const createdInvitationSchema = z.object({
  invitation: invitationSchema,
  token: z.string(),
});
export type CreatedInvitation = z.infer<typeof createdInvitationSchema>;

export const updateMemberRoleInputSchema = z.object({ userId: idSchema, role: roleSchema });
export type UpdateMemberRoleInput = z.infer<typeof updateMemberRoleInputSchema>;

export const apiKeyScopeSchema = z.enum([
  'chat:read',
  'chat:write',
  'models:read',
  'connections:write',
  'account:read',
  'plugins:read',
  'plugins:write',
  'admin',
]);
export type ApiKeyScope = z.infer<typeof apiKeyScopeSchema>;
export const apiKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  /** First characters of the key, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(apiKeyScopeSchema),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
export const createApiKeyInputSchema = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(80),
  scopes: z.array(apiKeyScopeSchema).min(1, 'Choose at least one scope.'),
  /** Days until it ends; null for a key without an end. */
  validDays: z.int().min(1).max(3650).nullable(),
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInputSchema>;
/** `key` is shown once. */
export const createdApiKeySchema = z.object({ apiKey: apiKeySchema, key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;

export const tokenPairSchema = z.object({
  accessToken: z.string(),
  /** Seconds until the access token ends. */
  expiresInSeconds: z.int(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
});
export type TokenPair = z.infer<typeof tokenPairSchema>;

export const instanceSettingsSchema = z.object({
  registration: z.enum(['invitation', 'open']),
  /** Role of a person who registers when registration is open. */
  openRegistrationRole: z.enum(['member', 'guest']),
});
export type InstanceSettings = z.infer<typeof instanceSettingsSchema>;
export const updateInstanceSettingsInputSchema = instanceSettingsSchema.partial();
export type UpdateInstanceSettingsInput = z.infer<typeof updateInstanceSettingsInputSchema>;
