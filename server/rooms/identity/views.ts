import { statusOf, tierOf } from '@hufu/authority'
import type { Me, SessionView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { abilitiesOf } from '../../platform/http/index.ts'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { mailServer } from '../notices/index.ts'
import type { People } from './people.ts'
import { readChosen } from './store.ts'
import type { SessionRow } from './store.ts'
import { companyName } from './store-codes.ts'

/** Who somebody is and which doors are open to them. */
export async function meView(
  reading: Reading,
  people: People,
  { locale, limited }: { readonly locale: Locale; readonly limited: boolean },
): Promise<Me> {
  const { db, workspaceId, memberId, facts, at } = reading
  const [card, chosen, company, server, banners] = await Promise.all([
    people.card(db, workspaceId, memberId),
    readChosen(db, workspaceId, memberId),
    companyName(db),
    mailServer(db),
    people.banners?.(reading, locale) ?? [],
  ])
  const status = statusOf(facts, memberId)
  if (status === null || card === null) throw refuse('identity/session-ended')
  return {
    id: memberId,
    name: card.name,
    login: card.login,
    status,
    tier: tierOf(facts, memberId, at) ?? 'member',
    locale: chosen.locale ?? locale,
    mail: server === null ? null : { address: card.email, on: chosen.mail },
    workspace: { id: workspaceId, name: company ?? '', rootDepartmentId: card.rootDepartmentId },
    departments: [...card.departments],
    limited,
    can: Object.fromEntries(abilitiesOf(facts, memberId, at)),
    banners: [...banners],
    revision: facts.revision,
  }
}

/** A session as its owner and administrators see it: never its token. */
export const sessionView = (row: SessionRow, currentId: string): SessionView => ({
  id: row.id,
  memberId: row.memberId,
  device: row.device,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  idleUntil: row.idleUntil.toISOString(),
  absoluteUntil: row.absoluteUntil.toISOString(),
  current: row.id === currentId,
  methods: row.methods,
})
