import type { GrantView, RestrictionView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../ui/facts.tsx'
import { PermissionName } from '../../ui/permission-name.tsx'
import { usePhone } from '../../ui/phone.ts'
import { Span, Time, clockTime } from '../../ui/time.tsx'
import { RuleState } from '../../rights/rule-state.tsx'

const sources = [
  'baseline',
  'position',
  'administrator',
  'request',
  'handover',
  'emergency',
  'import',
] as const

type Props = {
  readonly title: string
  readonly row: GrantView | RestrictionView | null
  readonly onClose: () => void
  readonly acts: ReactNode
}

/** One grant or restriction with all its facts: whom, what, where, when, by whom, why, and how it ended. */
export function GrantDetail({ title, row, onClose, acts }: Props) {
  const phone = usePhone()
  return (
    <Drawer open={row !== null} size={phone ? '100%' : 480} title={title} onClose={onClose} footer={acts}>
      {row === null ? null : <Detail row={row} />}
    </Drawer>
  )
}

/** What became of a grant since it was given. */
function useLifeFacts(row: GrantView | RestrictionView) {
  const { t } = useTranslation('lives')
  if (!('suspended' in row)) return []
  const { suspended, extended, firstUntil, endedHow } = row
  return [
    ...(suspended === null || row.endedAt !== null
      ? []
      : [
          {
            key: 'suspended',
            label: t('suspended'),
            value: (
              <>
                {suspended.by} · <Time at={suspended.at} />
                <br />
                {suspended.because}
              </>
            ),
          },
        ]),
    ...(firstUntil === null
      ? []
      : [
          {
            key: 'extended',
            label: t('extended'),
            value: t('times', { count: extended, time: clockTime(firstUntil) }),
          },
        ]),
    ...(endedHow === null ? [] : [{ key: 'how', label: t('ended'), value: t(`how.${endedHow}`) }]),
  ]
}

function Detail({ row }: { readonly row: GrantView | RestrictionView }) {
  const { t } = useTranslation('authority')
  const source = 'source' in row ? sources.find((each) => each === row.source) : undefined
  const { subject, right } = row
  return (
    <Facts
      facts={[
        { key: 'state', label: t('grants.state'), value: <RuleState rule={row} /> },
        {
          key: 'subject',
          label: t('grants.subject'),
          value:
            subject.type === 'member' ? (
              <Link to="/console/members/$memberId" params={{ memberId: subject.id }}>
                {subject.label}
              </Link>
            ) : (
              `${t(`subject.${subject.type}`)} · ${subject.label}`
            ),
        },
        {
          key: 'right',
          label: t('grants.right'),
          value: right.type === 'permission' ? <PermissionName id={right.key} withKey /> : right.label,
        },
        { key: 'scope', label: t('grants.scope'), value: row.scope.label },
        { key: 'time', label: t('grants.time'), value: <Span from={row.from} until={row.until} /> },
        {
          key: 'given',
          label: t('grants.given_by'),
          value: (
            <>
              {row.givenBy} · <Time at={row.givenAt} />
            </>
          ),
        },
        { key: 'because', label: t('grants.because'), value: row.because },
        ...(source === undefined
          ? []
          : [{ key: 'source', label: t('grants.source'), value: t(`grants.sources.${source}`) }]),
        ...useLifeFacts(row),
        ...(row.endedAt === null
          ? []
          : [
              {
                key: 'ended',
                label: t('grants.endedBy'),
                value: (
                  <>
                    {row.endedBy} · <Time at={row.endedAt} />
                    <br />
                    {row.endedBecause}
                  </>
                ),
              },
            ]),
      ]}
    />
  )
}
