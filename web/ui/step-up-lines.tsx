import { contract } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import type { StepUp } from '../data/step-up.ts'
import { nameOfPermission } from './permission-name.tsx'

type Loose = Readonly<Record<string, unknown>>

/** More permissions than these are told by number. */
const SHOWN_MAX = 8

/** Permissions of which a sentence says what using them does. */
const spoken = {
  'org.member.delete': 'depart',
  'admin.role.manage': 'role',
  'admin.assign.super': 'super',
  'audit.export': 'export',
} as const
const isSpokenOf = (act: string): act is keyof typeof spoken => Object.hasOwn(spoken, act)

const looseOf = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {}
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Exactly what is about to be done: whom it is about, what was entered, why, and what follows. */
export function StepUpLines({ stepUp }: { readonly stepUp: StepUp }) {
  const { t } = useTranslation()
  const {
    needed,
    input,
    route: { method, proves },
  } = stepUp
  const [target, body, params] = [
    looseOf(needed.details['target']),
    looseOf(input.body),
    looseOf(input.params),
  ]
  const memberId = target['type'] === 'member' ? textOf(target['id']) : null
  const roleId = textOf(params['roleId'])
  const act = textOf(needed.details['act'])
  return (
    <section className="consequence" aria-label={t('ask.consequence')}>
      <h3>{t('ask.consequence')}</h3>
      <ul>
        {act === null || !isSpokenOf(act) ? null : <li>{t(`stepUp.acts.${spoken[act]}`)}</li>}
        <StepsLine steps={body['steps']} />
        {Array.isArray(body['people']) ? (
          <li>{t('stepUp.people', { count: body['people'].length })}</li>
        ) : null}
        {memberId === null || proves !== undefined ? null : <MemberLine memberId={memberId} />}
        {roleId === null ? null : <RoleLine roleId={roleId} removed={method === 'DELETE'} />}
        <Line word={t('stepUp.name')} value={textOf(body['name'])} />
        <Line word={t('stepUp.permissions')} value={permissionsOf(body['permissions'], t('stepUp.none'))} />
        <Line word={t('ask.reason')} value={textOf(body['because'])} />
        <li>{t(`stepUp.heard.${proves ?? 'critical'}`)}</li>
      </ul>
    </section>
  )
}

function Line({ word, value }: { readonly word: string; readonly value: ReactNode }) {
  const { t } = useTranslation()
  return value === null ? null : (
    <li>
      {word}
      {t('stepUp.is')}
      <strong>{value}</strong>
    </li>
  )
}

function StepsLine({ steps }: { readonly steps: unknown }) {
  const { t } = useTranslation()
  return Array.isArray(steps) ? <li>{t('stepUp.steps', { count: steps.length })}</li> : null
}

function permissionsOf(keys: unknown, none: string): string | null {
  if (!Array.isArray(keys)) return null
  const names = keys.slice(0, SHOWN_MAX).map((key) => nameOfPermission(String(key)))
  const more = keys.length > SHOWN_MAX ? ` … +${keys.length - SHOWN_MAX}` : ''
  return names.length === 0 ? none : `${names.join(' · ')}${more}`
}

function MemberLine({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation()
  const { data } = useAsk(contract.directory.member, { params: { memberId } })
  return <Line word={t('stepUp.whom')} value={data === undefined ? '…' : `${data.name} · ${data.login}`} />
}

function RoleLine({ roleId, removed }: { readonly roleId: string; readonly removed: boolean }) {
  const { t } = useTranslation()
  const { data } = useAsk(contract.authority.roles, {})
  const name = data?.items.find(({ id }) => id === roleId)?.name ?? '…'
  return <Line word={t(removed ? 'stepUp.roleRemoved' : 'stepUp.role')} value={name} />
}
