import type {
  AccountService,
  ApiKeyService,
  InvitationService,
  TokenService,
} from './accounts/index.ts';
import type { ChatService } from './chat/index.ts';
import type { ConnectionService, LibraryService, ModelService } from './connections/index.ts';
import type { ConversationService, SearchService } from './conversations/index.ts';
import type { EventService } from './events/index.ts';
import type { BootService, InstanceService } from './instance/index.ts';
import type { MemberService } from './users/index.ts';

/** Every service of core, built once in the host and handed to each request. */
export interface Services {
  readonly accounts: AccountService;
  readonly apiKeys: ApiKeyService;
  readonly boot: BootService;
  readonly chat: ChatService;
  readonly connections: ConnectionService;
  readonly conversations: ConversationService;
  readonly events: EventService;
  readonly instance: InstanceService;
  readonly invitations: InvitationService;
  readonly library: LibraryService;
  readonly members: MemberService;
  readonly models: ModelService;
  readonly search: SearchService;
  readonly tokens: TokenService;
}
