import { createHash, randomBytes } from 'node:crypto'
import { newId } from '@hufu/kit'
import type pg from 'pg'

/** Begins a session by SQL and gives its token: passwords would take longer to hash than what is measured. */
export async function sessionOf(pool: pg.Pool, workspaceId: string, memberId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await pool.query(
    `insert into session (workspace_id, id, token_hash, member_id, epoch, device, created_at, last_seen_at, idle_until, absolute_until, methods)
     values ($1, $2, $3, $4, 0, 'bench', now(), now(), now() + interval '1 day', now() + interval '1 day', '{password}')`,
    [workspaceId, newId(), createHash('sha256').update(token).digest(), memberId],
  )
  return token
}
