/** The three searches of AuthZEN 1.0, in pages. What a search finds, an evaluation allows. */
import { createHash } from 'node:crypto'
import { isPermission, resourcesOf, searchTargets, whatCan, whoCan } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { memberOf, momentIn, subjectTypes, targetOf } from './authzen.ts'
import type { Asker, Context, Entity } from './authzen.ts'

type PageAsked = { readonly token?: string | undefined; readonly limit?: number | undefined } | undefined
const PAGE_LIMIT = 100

/** A page under way: after which result, how many, and a mark of the question that its token belongs to. */
type Page = { readonly after: string | undefined; readonly limit: number; readonly mark: string }

const markOf = (asked: object): string =>
  createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 16)

// A token carries its page size: whoever follows it need not say that again. For another question it is refused.
function pageOf({ page, ...asked }: { readonly page?: PageAsked }): Page {
  const mark = markOf(asked)
  const { token = '', limit } = page ?? {}
  if (token === '') return { after: undefined, limit: limit ?? PAGE_LIMIT, mark }
  const [kept = '', size = '', after = ''] = Buffer.from(token, 'base64url').toString().split('\n')
  if (kept !== mark || !/^[0-9]+$/.test(size) || (limit !== undefined && limit !== Number(size)))
    throw refuse('request/invalid', { field: 'page.token' })
  return { after, limit: Number(size), mark }
}

// One more than asked was read, to know whether there are more.
function paged<T>(found: readonly T[], { limit, mark }: Page, total: number, nameOf: (one: T) => string) {
  const results = found.slice(0, limit)
  const last = results.at(-1)
  const isMore = found.length > limit && last !== undefined
  const token = isMore ? Buffer.from(`${mark}\n${limit}\n${nameOf(last)}`).toString('base64url') : ''
  return { page: { next_token: token, count: results.length, total }, results }
}

type Asked = {
  readonly action: { readonly name: string }
  readonly context?: Context | undefined
  readonly page?: PageAsked
}
type SubjectSearch = Asked & { readonly subject: { readonly type: string }; readonly resource: Entity }
type ResourceSearch = Asked & { readonly subject: Entity; readonly resource: { readonly type: string } }
type ActionSearch = Omit<Asked, 'action'> & { readonly subject: Entity; readonly resource: Entity }

const idIn = ({ id }: { readonly id: string }): string => id

/** Who can: members in the order of their ids. */
export async function searchSubjects(asker: Asker, asked: SubjectSearch) {
  const page = pageOf(asked)
  const { type } = asked.subject
  if (!subjectTypes.has(type) || !isPermission(asked.action.name))
    return paged<{ type: string; id: string }>([], page, 0, idIn)
  const { facts, at } = await momentIn(asker.reading, asked.context)
  const { ids, total } = whoCan(facts, asked.action.name, targetOf(asked.resource), at, {
    after: page.after,
    limit: page.limit + 1,
  })
  return paged(
    ids.map((id) => ({ type, id })),
    page,
    total,
    idIn,
  )
}

/** On what: things of one type, in the order of their ids. */
export async function searchResources(asker: Asker, asked: ResourceSearch) {
  const page = pageOf(asked)
  const { type } = asked.resource
  const memberId = await memberOf(asker, asked.subject)
  asker.mayLookAt(asker.reading, memberId ?? asker.reading.memberId)
  if (memberId === null || !isPermission(asked.action.name))
    return paged<{ type: string; id: string }>([], page, 0, idIn)
  const { facts, at } = await momentIn(asker.reading, asked.context)
  const every = type === 'workspace' ? [facts.workspaceId ?? ''] : resourcesOf(facts, type)
  const target = (id: string) => targetOf({ type, id })
  const allowed = searchTargets(facts, { memberId, key: asked.action.name, ids: every, target, at })
  const rest = allowed.filter((id) => page.after === undefined || id > page.after)
  return paged(
    rest.map((id) => ({ type, id })),
    page,
    allowed.length,
    idIn,
  )
}

/** What: permissions in the order of the catalogue. */
export async function searchActions(asker: Asker, asked: ActionSearch) {
  const page = pageOf(asked)
  const memberId = await memberOf(asker, asked.subject)
  asker.mayLookAt(asker.reading, memberId ?? asker.reading.memberId)
  const { facts, at } = await momentIn(asker.reading, asked.context)
  const keys = memberId === null ? [] : whatCan(facts, memberId, targetOf(asked.resource), at)
  const from = page.after === undefined ? 0 : keys.findIndex((key) => key === page.after) + 1
  return paged(
    keys.slice(from).map((name) => ({ name })),
    page,
    keys.length,
    ({ name }) => name,
  )
}
