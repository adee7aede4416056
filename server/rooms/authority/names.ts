import type { Kysely } from 'kysely'
import type { Scope, Subject } from '@hufu/authority'
import type { PlatformTables } from '../../platform/feed/index.ts'

/** What people call things. Given by the rooms that know (the directory), because this one knows containment only. */
export type Names = (
  db: Kysely<PlatformTables>,
  workspaceId: string,
  wanted: {
    readonly members: readonly string[]
    readonly departments: readonly string[]
    readonly groups: readonly string[]
    readonly positions: readonly string[]
  },
) => Promise<ReadonlyMap<string, string>>

export type Locale = 'zh-CN' | 'en-US'
export const say = (locale: Locale, zh: string, en: string): string => (locale === 'zh-CN' ? zh : en)

/** Everything whose name a list of rules needs. */
export function namesWanted(
  rules: readonly {
    readonly subject: Subject
    readonly scope: Scope
    readonly people: readonly (string | null)[]
  }[],
) {
  const members = new Set<string>()
  const departments = new Set<string>()
  const groups = new Set<string>()
  const positions = new Set<string>()
  for (const { subject, scope, people } of rules) {
    if (subject.type === 'member') members.add(subject.id)
    if (subject.type === 'department') departments.add(subject.id)
    if (subject.type === 'group') groups.add(subject.id)
    if (subject.type === 'position') positions.add(subject.id)
    if (scope.type === 'departments') for (const id of scope.ids) departments.add(id)
    for (const person of people)
      if (person?.startsWith('member:') === true) members.add(person.slice('member:'.length))
  }
  return {
    members: [...members],
    departments: [...departments],
    groups: [...groups],
    positions: [...positions],
  }
}

/** `member:<id>` and the like, as people read it. */
export function actorLabel(actor: string, names: ReadonlyMap<string, string>, locale: Locale): string {
  if (actor.startsWith('member:')) return names.get(actor.slice('member:'.length)) ?? actor
  if (actor === 'system:setup') return say(locale, '系统（创建企业）', 'System (founding)')
  if (actor === 'system:invitation') return say(locale, '系统（邀请）', 'System (invitation)')
  if (actor === 'system:verifier') return say(locale, '系统（核验）', 'System (verification)')
  if (actor.startsWith('system:'))
    return say(locale, `系统（${actor.slice(7)}）`, `System (${actor.slice(7)})`)
  return say(locale, '运维人员', 'Operator')
}

/** A subject in one line. */
export function subjectLabel(subject: Subject, names: ReadonlyMap<string, string>, locale: Locale): string {
  if (subject.type === 'everyone') return say(locale, '全体成员', 'Everyone')
  const name = names.get(subject.id) ?? subject.id
  if (subject.type === 'department') return say(locale, `${name}及下级`, `${name} and below`)
  return name
}

/** A scope in one line. */
export function scopeLabel(scope: Scope, names: ReadonlyMap<string, string>, locale: Locale): string {
  switch (scope.type) {
    case 'workspace':
      return say(locale, '全企业', 'Whole company')
    case 'own-department':
      return say(locale, '本部门及下级', 'Own department and below')
    case 'departments':
      return scope.ids.map((id) => names.get(id) ?? id).join(say(locale, '、', ', '))
    case 'resource':
      return `${scope.kind}: ${scope.id}`
  }
}
