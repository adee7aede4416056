import type { GrantView, RestrictionView } from '@hufu/contract'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { RuleState } from '../../rights/rule-state.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PermissionName, RiskTag, riskOf } from '../../ui/permission-name.tsx'
import { Span, Time } from '../../ui/time.tsx'

type Row = GrantView | RestrictionView

/** Columns that grants and restrictions share; the last holds what can be done with a row. */
export function useGrantColumns<R extends Row>(acts: Column<R>): readonly Column<R>[] {
  const { t } = useTranslation('authority')
  return useMemo(
    () => [
      {
        key: 'subject',
        title: t('grants.subject'),
        width: 'minmax(150px, 1.2fr)',
        render: ({ subject }) => (
          <span className="stack">
            <strong>{subject.label}</strong>
            <small>{t(`subject.${subject.type}`)}</small>
          </span>
        ),
      },
      {
        key: 'right',
        title: t('grants.right'),
        width: 'minmax(150px, 1.2fr)',
        render: ({ right }) =>
          right.type === 'permission' ? (
            <span>
              <PermissionName id={right.key} /> <RiskTag risk={riskOf(right.key)} />
            </span>
          ) : (
            <span>
              {right.label} <span className="tag">{t('right.role')}</span>
            </span>
          ),
      },
      {
        key: 'scope',
        title: t('grants.scope'),
        width: 'minmax(110px, 1fr)',
        render: ({ scope }) => scope.label,
      },
      {
        key: 'until',
        title: t('grants.time'),
        width: 'minmax(120px, 0.9fr)',
        render: ({ from, until }) => <Span from={from} until={until} />,
      },
      {
        key: 'given',
        title: t('grants.given_by'),
        width: 'minmax(150px, 1.2fr)',
        render: (row) => <Given row={row} />,
      },
      {
        key: 'state',
        bare: true,
        title: t('grants.state'),
        width: '84px',
        render: (row) => <RuleState rule={row} />,
      },
      acts,
    ],
    [t, acts],
  )
}

function Given({ row: { givenBy, givenAt, because } }: { readonly row: Row }) {
  return (
    <span className="stack">
      <span>
        {givenBy} · <Time at={givenAt} />
      </span>
      <small>{because}</small>
    </span>
  )
}
