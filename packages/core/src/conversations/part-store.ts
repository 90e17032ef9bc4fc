import type { MessagePart } from '@braindrive/contracts';
import type { SqlSession } from '@braindrive/database';

/** Replaces the parts of a message. */
export function writeParts(
  session: SqlSession,
  messageId: string,
  parts: readonly MessagePart[],
): void {
  for (const [position, part] of parts.entries()) {
    session.run(
      `insert into message_part (message_id, position, type, text, duration_ms) values (?, ?, ?, ?, ?)
       on conflict do update set type = excluded.type, text = excluded.text, duration_ms = excluded.duration_ms`,
      messageId,
      position,
      part.type,
      part.text,
      part.type === 'reasoning' ? part.durationMs : null,
    );
  }
}

export interface PartRecord {
  readonly messageId: string;
  readonly type: 'text' | 'reasoning';
  readonly text: string;
  readonly durationMs: number | null;
}

/** Joins neighbours of one type: pieces of a running answer go on where its stored parts end. */
export function joinParts(records: readonly PartRecord[]): MessagePart[] {
  const parts: MessagePart[] = [];
  for (const { type, text, durationMs } of records) {
    const last = parts.at(-1);
    if (last?.type === type) {
      last.text += text;
      if (last.type === 'reasoning') last.durationMs = durationMs ?? last.durationMs;
    } else parts.push(type === 'text' ? { type, text } : { type, text, durationMs });
  }
  return parts;
}

/** @returns for each message its parts, with what a run has written since it began. */
export function loadParts(
  session: SqlSession,
  messageIds: readonly string[],
): Map<string, MessagePart[]> {
  const ids = JSON.stringify(messageIds);
  const records = session.all<PartRecord>(
    `select message_id as messageId, type, text, duration_ms as durationMs from (
       select p.message_id, 0 as source, p.position, p.type, p.text, p.duration_ms
         from json_each(?) i cross join message_part p on p.message_id = i.value
       union all
       select r.message_id, 1, k.position, k.type, k.text, k.duration_ms
         from json_each(?) i cross join run r on r.message_id = i.value and r.state = 'running'
         cross join run_chunk k on k.run_id = r.id
     ) order by message_id, source, position`,
    ids,
    ids,
  );
  const grouped = Map.groupBy(records, (record) => record.messageId);
  return new Map([...grouped].map(([id, group]) => [id, joinParts(group)]));
}
