import { Migration } from '@mikro-orm/migrations';

/**
 * Times are integer milliseconds since the epoch, ids are UUIDv7 text, JSON is text that SQLite checks. Foreign keys
 * are checked at commit, so a unit of work may write rows in any order and a conversation may point at its last message.
 */
const statements = [
  `create table user (
    id text primary key not null,
    name text not null check (length(name) between 1 and 80),
    email text not null check (email = lower(email)),
    role text not null check (role in ('owner', 'admin', 'member', 'guest')),
    status text not null default 'preparing' check (status in ('preparing', 'ready')),
    avatar_file text,
    default_connection_id text references connection (id) on delete set null deferrable initially deferred,
    default_model_id text,
    created_at integer not null
  ) strict`,
  `create unique index user_email_unique on user (email)`,

  `create table credential (
    id text primary key not null,
    user_id text not null references user (id) on delete cascade deferrable initially deferred,
    kind text not null check (kind in ('password')),
    secret_hash text not null,
    updated_at integer not null,
    unique (user_id, kind)
  ) strict`,

  `create table session (
    id text primary key not null,
    user_id text not null references user (id) on delete cascade deferrable initially deferred,
    expires_at integer not null,
    created_at integer not null,
    last_seen_at integer not null,
    address text,
    user_agent text
  ) strict`,
  `create index session_user on session (user_id)`,
  `create index session_expires on session (expires_at)`,

  `create table refresh_token (
    id text primary key not null,
    user_id text not null references user (id) on delete cascade deferrable initially deferred,
    family_id text not null,
    token_hash text not null unique,
    created_at integer not null,
    expires_at integer not null,
    used_at integer,
    revoked_at integer
  ) strict`,
  `create index refresh_token_family on refresh_token (family_id)`,
  `create index refresh_token_user on refresh_token (user_id)`,

  `create table api_key (
    id text primary key not null,
    user_id text not null references user (id) on delete cascade deferrable initially deferred,
    name text not null,
    prefix text not null,
    key_hash text not null unique,
    scopes text not null check (json_valid(scopes)),
    created_at integer not null,
    expires_at integer,
    last_used_at integer
  ) strict`,
  `create index api_key_user on api_key (user_id)`,

  `create table invitation (
    id text primary key not null,
    token_hash text not null unique,
    role text not null check (role in ('admin', 'member', 'guest')),
    email text,
    created_by_id text references user (id) on delete cascade deferrable initially deferred,
    created_at integer not null,
    expires_at integer not null,
    used_at integer,
    used_by_id text references user (id) on delete set null deferrable initially deferred
  ) strict`,

  `create table instance_setting (
    name text primary key not null,
    value text not null check (json_valid(value)),
    updated_at integer not null
  ) strict`,

  `create table user_step (
    user_id text not null references user (id) on delete cascade deferrable initially deferred,
    step_id text not null,
    version integer not null,
    finished_at integer,
    last_error text,
    attempts integer not null default 0,
    primary key (user_id, step_id)
  ) strict`,

  `create table connection (
    id text primary key not null,
    owner_id text references user (id) on delete cascade deferrable initially deferred,
    provider_id text not null,
    name text not null,
    is_shared integer not null default 0 check (is_shared in (0, 1)),
    is_enabled integer not null default 1 check (is_enabled in (0, 1)),
    is_built_in integer not null default 0 check (is_built_in in (0, 1)),
    settings text not null check (json_valid(settings)),
    secrets text,
    secrets_set_at text not null default '{}' check (json_valid(secrets_set_at)),
    created_at integer not null,
    updated_at integer not null,
    check (owner_id is not null or is_built_in = 1)
  ) strict`,
  `create index connection_owner on connection (owner_id)`,
  `create unique index connection_built_in on connection (provider_id) where is_built_in = 1`,

  `create table conversation (
    id text primary key not null,
    owner_id text not null references user (id) on delete cascade deferrable initially deferred,
    title text not null,
    title_source text not null default 'none' check (title_source in ('none', 'words', 'model', 'person')),
    is_pinned integer not null default 0 check (is_pinned in (0, 1)),
    is_archived integer not null default 0 check (is_archived in (0, 1)),
    leaf_id text references message (id) on delete set null deferrable initially deferred,
    connection_id text references connection (id) on delete set null deferrable initially deferred,
    model_id text,
    system_prompt text not null default '',
    parameters text not null default '{}' check (json_valid(parameters)),
    created_at integer not null,
    updated_at integer not null,
    deleted_at integer
  ) strict`,
  `create index conversation_list on conversation (owner_id, is_archived, is_pinned desc, updated_at desc, id desc) where deleted_at is null`,
  `create index conversation_deleted on conversation (deleted_at) where deleted_at is not null`,
  `create index conversation_leaf on conversation (leaf_id)`,

  `create table message (
    id text primary key not null,
    conversation_id text not null references conversation (id) on delete cascade deferrable initially deferred,
    -- No cascade along the branch: SQLite would recurse once per message. The conversation takes them all.
    parent_id text references message (id) deferrable initially deferred,
    role text not null check (role in ('user', 'assistant')),
    state text not null check (state in ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
    connection_id text references connection (id) on delete set null deferrable initially deferred,
    model_id text,
    model_name text,
    finish_reason text,
    input_tokens integer,
    output_tokens integer,
    reasoning_tokens integer,
    first_token_ms integer,
    duration_ms integer,
    tokens_per_second real,
    error text check (error is null or json_valid(error)),
    created_at integer not null,
    check (role = 'assistant' or state = 'complete')
  ) strict`,
  `create index message_tree on message (conversation_id, parent_id, id)`,
  `create index message_parent on message (parent_id)`,
  `create index message_streaming on message (state) where state = 'streaming'`,

  `create table message_part (
    message_id text not null references message (id) on delete cascade deferrable initially deferred,
    position integer not null check (position >= 0),
    type text not null check (type in ('text', 'reasoning')),
    text text not null,
    duration_ms integer,
    primary key (message_id, position)
  ) strict, without rowid`,

  `create table run (
    id text primary key not null,
    owner_id text not null references user (id) on delete cascade deferrable initially deferred,
    conversation_id text not null references conversation (id) on delete cascade deferrable initially deferred,
    message_id text not null references message (id) on delete cascade deferrable initially deferred,
    client_id text,
    state text not null check (state in ('running', 'complete', 'stopped', 'interrupted', 'failed')),
    last_seq integer,
    started_at integer not null,
    ended_at integer,
    check ((state = 'running') = (ended_at is null))
  ) strict`,
  `create unique index run_one_per_message on run (message_id) where state = 'running'`,
  `create unique index run_client on run (owner_id, client_id) where client_id is not null`,
  `create index run_running on run (owner_id, conversation_id) where state = 'running'`,
  `create index run_conversation on run (conversation_id)`,
  `create index run_owner on run (owner_id)`,
  `create index run_message on run (message_id)`,

  // What a running answer wrote since its start, appended piece by piece; becomes message_part rows when it ends.
  `create table run_chunk (
    run_id text not null references run (id) on delete cascade deferrable initially deferred,
    position integer not null,
    type text not null check (type in ('text', 'reasoning')),
    text text not null,
    duration_ms integer,
    primary key (run_id, position)
  ) strict, without rowid`,

  // The search index keeps no text of its own (content=''): snippets come from message_part. Newer documents have
  // larger ids, so "order by rowid desc" is "newest first" without sorting. A document is a message or a title. The owner
  // column holds one token for the person and one for the conversation.
  `create table search_document (
    id integer primary key autoincrement,
    message_id text references message (id) on delete cascade deferrable initially deferred,
    conversation_id text references conversation (id) on delete cascade deferrable initially deferred,
    check ((message_id is null) <> (conversation_id is null))
  ) strict`,
  `create unique index search_document_message on search_document (message_id) where message_id is not null`,
  `create unique index search_document_title on search_document (conversation_id) where conversation_id is not null`,
  `create virtual table message_search using fts5(
    text, owner, content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 2'
  )`,
  `create trigger search_document_deleted after delete on search_document begin
    delete from message_search where rowid = old.id;
  end`,

  `create table audit_event (
    id text primary key not null,
    actor_id text,
    name text not null,
    subject_id text,
    address text,
    details text not null default '{}' check (json_valid(details)),
    created_at integer not null
  ) strict`,
  `create index audit_event_actor on audit_event (actor_id, id)`,
];

export class Foundation20261122000000 extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
