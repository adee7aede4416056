import { actWordsOf } from '@hufu/contract'
import type { LinkAsked } from '@hufu/contract'
import { isId } from '@hufu/kit'
import { can } from '../../../platform/http/index.ts'
import type { Call } from '../../../platform/http/index.ts'
import type { People } from '../people.ts'
import type { Scanned } from './commands.ts'
import { stateAt } from './link.ts'

/** What a phone shows of a QR code. The figures of the page are not among it, only some to choose from. */
export async function linkAskedView(
  call: Pick<Call, 'reading' | 'locale'>,
  people: People,
  { link, at, not }: Scanned,
): Promise<LinkAsked> {
  const state = stateAt(link, at)
  return {
    id: link.id,
    purpose: link.purpose,
    state,
    choices: state === 'seen' ? link.choices : [],
    device: link.device,
    address: link.address,
    at: link.madeAt.toISOString(),
    until: link.until.toISOString(),
    act: await actView(call, people, link.actMethod, link.actPath),
    approve: { allowed: not === null && state === 'seen', because: not?.code ?? '' },
  }
}

async function actView(
  { reading, locale }: Pick<Call, 'reading' | 'locale'>,
  people: People,
  method: string | null,
  path: string | null,
): Promise<LinkAsked['act']> {
  if (method === null || path === null) return null
  const said = actWordsOf(method, path, locale)
  const about = said?.params['memberId']
  const whom = about === undefined ? null : await nameOf(reading, people, about)
  const summary = [said?.words ?? `${method} ${path}`, ...(whom === null ? [] : [whom])]
  return { method, path, summary: summary.join(locale === 'zh-CN' ? '：' : ': ') }
}

// What is asked of nobody is named to nobody: a path may hold any id.
async function nameOf(reading: Call['reading'], people: People, id: string): Promise<string | null> {
  if (!isId(id) || !can(reading, 'org.directory.view', { type: 'member', id }).allowed) return null
  const card = await people.card(reading.db, reading.workspaceId, id)
  return card === null ? null : `${card.name} · ${card.login}`
}
