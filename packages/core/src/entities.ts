import {
  ApiKeyEntity,
  CredentialEntity,
  InvitationEntity,
  RefreshTokenEntity,
  SessionEntity,
} from './accounts/account-entities.ts';
import { AuditEventEntity } from './audit/audit-event-entity.ts';
import { RunEntity } from './chat/run-entity.ts';
import { ConnectionEntity } from './connections/connection-entity.ts';
import { ConversationEntity } from './conversations/conversation-entity.ts';
import { MessageEntity, MessagePartEntity } from './conversations/message-entity.ts';
import { InstanceSettingEntity } from './instance/instance-setting-entity.ts';
import { UserEntity, UserStepEntity } from './users/user-entity.ts';

/** Every entity of core, for `createOrm`. */
export const coreEntities = [
  UserEntity,
  UserStepEntity,
  CredentialEntity,
  SessionEntity,
  RefreshTokenEntity,
  ApiKeyEntity,
  InvitationEntity,
  InstanceSettingEntity,
  ConnectionEntity,
  ConversationEntity,
  MessageEntity,
  MessagePartEntity,
  RunEntity,
  AuditEventEntity,
];
