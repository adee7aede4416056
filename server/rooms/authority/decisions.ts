import { decide } from '@hufu/authority'
import type { Decision, PermissionKey, Target } from '@hufu/authority'
import { wordsOf } from '@hufu/contract'
import type { DecisionView } from '@hufu/contract'
import type { Moment } from './asking.ts'
import { whoCouldGive, whoCouldLift, whoCouldStop } from './helpers.ts'
import { say } from './names.ts'
import { pathsOf } from './paths.ts'
import { namePeople } from './preview.ts'
import { rulesByIds } from './store.ts'
import { permissionWords, showGrants, showRestrictions } from './views.ts'
import type { Shown } from './views.ts'

type Asked = { readonly memberId: string; readonly key: PermissionKey; readonly target: Target }

/** Why, or why not: the decision with its facts named and drawn, and who could change it, in the reader's language. */
export async function explainInWords(shown: Shown, moment: Moment, asked: Asked): Promise<DecisionView> {
  const { reading, locale } = shown
  const { memberId, key, target } = asked
  const { facts, at, past } = moment
  const decision = decide(facts, { memberId, permission: key, target, at })
  // Who could help is asked of today, whatever day was asked about.
  const seen = (ids: readonly string[]) => ids.filter((id) => shown.sees(reading, id))
  const blocking = decision.by.flatMap(({ kind, id }) => (kind === 'restriction' ? [id] : []))
  const give = decision.allowed
    ? []
    : seen(
        blocking.length === 0
          ? whoCouldGive(reading.facts, asked, reading.at)
          : whoCouldLift(reading.facts, asked, blocking, reading.at),
      )
  const stop = decision.allowed ? seen(whoCouldStop(reading.facts, asked, reading.at)) : []
  const [member, ...helpers] = await namePeople(shown, [memberId, ...give, ...stop])
  return {
    allowed: decision.allowed,
    because: decision.because,
    by: await labelled(shown, decision),
    paths: await pathsOf(shown, facts, { memberId, permission: key, target, at }),
    ...(decision.missing === undefined ? {} : { missing: decision.missing }),
    words: sentence(decision, key, locale),
    whoCouldGive: helpers.slice(0, give.length),
    whoCouldStop: helpers.slice(give.length),
    asked: {
      member: member ?? { id: memberId, name: memberId, department: '' },
      permission: permissionWords(key, locale),
      target: await targetLabel(shown, target),
    },
    revision: decision.revision,
    at: new Date(at).toISOString(),
    past,
  }
}

async function targetLabel(shown: Shown, target: Target): Promise<string> {
  if (target.type === 'workspace') return say(shown.locale, '全企业', 'Whole company')
  const isGroup = target.type === 'resource' && target.kind === 'group'
  const known = await shown.names(shown.reading.db, shown.reading.workspaceId, {
    members: target.type === 'member' ? [target.id] : [],
    departments: target.type === 'department' ? [target.id] : [],
    groups: isGroup ? [target.id] : [],
    positions: [],
  })
  const name = known.get(target.id)
  return name ?? (target.type === 'resource' ? `${target.kind}: ${target.id}` : target.id)
}

function sentence(decision: Decision, key: string, locale: 'zh-CN' | 'en-US'): string {
  const words = permissionWords(key, locale)
  if (decision.allowed) return say(locale, `可以使用“${words}”`, `May use “${words}”`)
  return wordsOf(decision.because, locale, { permission: words })
}

async function labelled(shown: Shown, decision: Decision): Promise<DecisionView['by']> {
  const ids = decision.by.map(({ id }) => id)
  const { grants, restrictions } = await rulesByIds(shown.reading.db, shown.reading.workspaceId, ids)
  const [given, placed] = await Promise.all([
    showGrants(shown, grants),
    showRestrictions(shown, restrictions),
  ])
  const known = new Map([...given, ...placed].map((one) => [one.id, one]))
  const fallback = {
    grant: ['授权', 'grant'],
    restriction: ['限制', 'restriction'],
    administrator: ['管理员身份', 'administrator seat'],
    status: ['成员状态', 'member status'],
    relation: ['关系', 'relation'],
  } as const
  return decision.by.map(({ kind, id }) => {
    const one = known.get(id)
    const label =
      one === undefined
        ? say(shown.locale, fallback[kind][0], fallback[kind][1])
        : `${one.subject.label} · ${one.right.label} · ${one.scope.label}`
    const { because = null, givenBy = null, givenAt = null } = one ?? {}
    return { kind, id, label, because, givenBy, givenAt }
  })
}
