import { Migration } from '@mikro-orm/migrations';

/**
 * Files of plugins are shared by digest; everything else hangs on an installation, which is one person's own. Times are
 * integer milliseconds since the epoch, ids are UUIDv7 text, JSON is text that SQLite checks.
 */
const statements = [
  `create table plugin_version (
    digest text primary key not null check (length(digest) = 64),
    slug text not null,
    version text not null,
    manifest text not null check (json_valid(manifest)),
    location text not null check (location in ('bundled', 'store')),
    state text not null default 'ready' check (state in ('ready', 'broken')),
    size_bytes integer not null check (size_bytes >= 0),
    added_at integer not null
  ) strict`,
  `create index plugin_version_slug on plugin_version (slug)`,

  // A version that failed on this host is not tried again by an automatic update.
  `create table plugin_failed_version (
    digest text not null,
    host_version text not null,
    reason text not null,
    failed_at integer not null,
    primary key (digest, host_version)
  ) strict, without rowid`,

  `create table plugin_installation (
    id text primary key not null,
    owner_id text not null references user (id) on delete cascade deferrable initially deferred,
    slug text not null,
    digest text not null references plugin_version (digest) deferrable initially deferred,
    state text not null check (state in ('disabled', 'enabled', 'upgrading', 'uninstalled')),
    mode text not null check (mode in ('realm', 'frame')),
    source text not null check (json_valid(source)),
    settings text not null default '{}' check (json_valid(settings)),
    secrets text,
    secrets_set_at text not null default '{}' check (json_valid(secrets_set_at)),
    data_version integer not null check (data_version >= 1),
    auto_update text not null default 'off' check (auto_update in ('off', 'patch', 'minor')),
    previous_digest text references plugin_version (digest) deferrable initially deferred,
    previous_until integer,
    previous_state text check (previous_state is null or json_valid(previous_state)),
    pending text check (pending is null or json_valid(pending)),
    soak_until integer,
    problem text check (problem is null or json_valid(problem)),
    installed_at integer not null,
    updated_at integer not null,
    uninstalled_at integer,
    unique (owner_id, slug),
    check ((state = 'uninstalled') = (uninstalled_at is not null))
  ) strict`,
  `create index plugin_installation_digest on plugin_installation (digest)`,
  `create index plugin_installation_previous on plugin_installation (previous_digest)`,
  `create index plugin_installation_uninstalled on plugin_installation (uninstalled_at) where uninstalled_at is not null`,

  `create table plugin_grant (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    permission text not null,
    value text not null check (json_valid(value)),
    granted_for text not null,
    granted_at integer not null,
    use_count integer not null default 0,
    last_used_at integer,
    primary key (installation_id, permission)
  ) strict, without rowid`,

  `create table plugin_usage (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    day text not null,
    tokens integer not null default 0,
    requests integer not null default 0,
    calls integer not null default 0,
    failed_calls integer not null default 0,
    primary key (installation_id, day)
  ) strict, without rowid`,

  // One row for each lifecycle operation under way; read at boot to resume or undo it.
  `create table plugin_journal (
    id text primary key not null,
    owner_id text not null references user (id) on delete cascade deferrable initially deferred,
    slug text not null,
    operation text not null,
    step text not null,
    detail text not null default '{}' check (json_valid(detail)),
    outcome text check (outcome in ('done', 'undone', 'failed')),
    started_at integer not null,
    updated_at integer not null
  ) strict`,
  `create unique index plugin_journal_open on plugin_journal (owner_id, slug) where outcome is null`,
  `create index plugin_journal_slug on plugin_journal (owner_id, slug, id)`,

  `create table plugin_entry (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    key text not null,
    value text not null check (json_valid(value)),
    revision integer not null default 1,
    updated_at integer not null,
    primary key (installation_id, key)
  ) strict, without rowid`,
  `create table plugin_document (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    collection text not null,
    id text not null,
    value text not null check (json_valid(value)),
    revision integer not null default 1,
    updated_at integer not null,
    primary key (installation_id, collection, id)
  ) strict, without rowid`,
  `create table plugin_document_field (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    collection text not null,
    field text not null,
    value any,
    id text not null,
    primary key (installation_id, collection, field, id)
  ) strict, without rowid`,
  `create index plugin_document_field_value on plugin_document_field (installation_id, collection, field, value, id)`,
  `create index plugin_document_field_document on plugin_document_field (installation_id, collection, id)`,
  `create table plugin_blob (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    name text not null,
    file text not null unique,
    size_bytes integer not null check (size_bytes >= 0),
    content_type text,
    updated_at integer not null,
    primary key (installation_id, name)
  ) strict, without rowid`,
  `create table plugin_state (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    key text not null,
    value text not null check (json_valid(value)),
    updated_at integer not null,
    primary key (installation_id, key)
  ) strict, without rowid`,

  // Data of an installation as it was before an upgrade; the bytes are a file beside the database.
  `create table plugin_snapshot (
    id text primary key not null,
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    digest text not null,
    data_version integer not null,
    file text not null unique,
    size_bytes integer not null,
    created_at integer not null,
    expires_at integer not null
  ) strict`,
  `create index plugin_snapshot_installation on plugin_snapshot (installation_id)`,

  `create table plugin_job (
    installation_id text not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    name text not null,
    next_run_at integer not null,
    last_run_at integer,
    last_error text,
    failures integer not null default 0,
    primary key (installation_id, name)
  ) strict, without rowid`,
  `create index plugin_job_next on plugin_job (next_run_at)`,

  // What a person uninstalled of what everybody gets: it is not given again.
  `create table plugin_declined (
    owner_id text not null references user (id) on delete cascade deferrable initially deferred,
    slug text not null,
    declined_at integer not null,
    primary key (owner_id, slug)
  ) strict, without rowid`,

  // The author key a person accepted for a plugin: trust on first use.
  `create table plugin_author_key (
    owner_id text not null references user (id) on delete cascade deferrable initially deferred,
    slug text not null,
    public_key text not null,
    trusted_at integer not null,
    primary key (owner_id, slug)
  ) strict, without rowid`,

  // What the update check learned, so that it is told after a restart without asking again.
  `create table plugin_update (
    installation_id text primary key not null references plugin_installation (id) on delete cascade deferrable initially deferred,
    update_json text check (update_json is null or json_valid(update_json)),
    checked_at integer not null,
    error text
  ) strict`,

  // What the owner rules for the instance; slug '*' is the rule for all others.
  `create table plugin_policy (
    slug text primary key not null,
    rule text not null default 'allowed' check (rule in ('required', 'default', 'allowed', 'denied')),
    denied_permissions text not null default '[]' check (json_valid(denied_permissions)),
    is_native_trusted integer not null default 0 check (is_native_trusted in (0, 1)),
    digest text references plugin_version (digest) on delete set null deferrable initially deferred,
    updated_at integer not null
  ) strict, without rowid`,

  `create table plugin_registry (
    id text primary key not null,
    url text not null unique,
    name text not null,
    public_key text,
    is_enabled integer not null default 1 check (is_enabled in (0, 1)),
    etag text,
    index_json text check (index_json is null or json_valid(index_json)),
    fetched_at integer,
    error text,
    added_at integer not null
  ) strict`,

  `create index message_connection on message (connection_id)`,
];

export class Plugins20261123000000 extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
