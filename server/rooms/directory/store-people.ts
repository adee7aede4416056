import { sql } from 'kysely'
import { employeeKey, loginKey, normalPhone } from './contacts.ts'
import { on } from './store.ts'
import type { Db } from './store.ts'

/** Finds whom somebody means who types a login or a phone number, whatever their status. A login wins over a phone. */
export async function findForSignIn(
  db: Db,
  workspaceId: string,
  typed: string,
): Promise<{ readonly id: string; readonly login: string } | null> {
  const key = loginKey(typed)
  const { rows } = await sql<{ id: string; login: string }>`
    select id, login from member where workspace_id = ${workspaceId} and login_key = ${key}
    union all
    (select id, login from member where workspace_id = ${workspaceId} and phone = ${normalPhone(typed)} and departed_at is null)
    limit 1`.execute(db)
  return rows[0] ?? null
}

/** What a person is called and where they work, primary department first. */
export type SignInCard = {
  readonly name: string
  readonly login: string
  readonly email: string | null
  readonly rootDepartmentId: string
  readonly departments: readonly { readonly id: string; readonly name: string }[]
}

/** Reads the card of one member; `null` when there is none. */
export async function readSignInCard(
  db: Db,
  workspaceId: string,
  memberId: string,
): Promise<SignInCard | null> {
  const [member, root, departments] = await Promise.all([
    on(db)
      .selectFrom('member')
      .select(['name', 'login', 'email'])
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', memberId)
      .executeTakeFirst(),
    on(db)
      .selectFrom('department')
      .select('id')
      .where('workspaceId', '=', workspaceId)
      .where('parentId', 'is', null)
      .executeTakeFirst(),
    on(db)
      .selectFrom('appointment as a')
      .innerJoin('department as d', (join) =>
        join.onRef('d.workspaceId', '=', 'a.workspaceId').onRef('d.id', '=', 'a.departmentId'),
      )
      .select(['d.id', 'd.name'])
      .where('a.workspaceId', '=', workspaceId)
      .where('a.memberId', '=', memberId)
      .where('a.endedAt', 'is', null)
      .orderBy('a.isPrimary', 'desc')
      .orderBy('a.id')
      .execute(),
  ])
  return member === undefined || root === undefined
    ? null
    : { ...member, rootDepartmentId: root.id, departments }
}

/**
 * Whom the texts of a list from elsewhere mean who have not left: by id, login, phone or employee number. Several people
 * for one text are all given.
 */
export async function findAmong(
  db: Db,
  workspaceId: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = [...new Set(texts)].map((who) => ({
    who,
    id: who.trim().toLowerCase(),
    login: loginKey(who),
    employee: employeeKey(who),
    phone: normalPhone(who) ?? '',
  }))
  const { rows } = await sql<{ who: string; id: string }>`
    select distinct asked.who, m.id
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      as asked (who text, id text, login text, employee text, phone text)
    join member as m on m.workspace_id = ${workspaceId} and m.departed_at is null
      and (m.id::text = asked.id or m.login_key = asked.login or m.employee_key = asked.employee or m.phone = asked.phone)
    `.execute(db)
  const found = Map.groupBy(rows, ({ who }) => who)
  return new Map([...found].map(([who, some]) => [who, some.map(({ id }) => id)]))
}
