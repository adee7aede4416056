import { contract } from '@hufu/contract'
import type { Can, Flow, FlowRule, FlowStage } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { useRouteWords } from '../../requests/request-words.tsx'
import { RiskTag, nameOfPermission } from '../../ui/permission-name.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { inUnits } from '../../words/units.ts'
import { whoseKey } from './flow-values.ts'
import type { Whose } from './flow-values.ts'

const PERMISSION = 'request.flow.manage'

type Props = {
  readonly flow: Flow
  readonly can: Can
  readonly onEdit: (whose: Whose) => void
  readonly onRemove: (key: string) => void
}

/** What is set for each risk, and for single rights. */
export function FlowTable({ flow, can, onEdit, onRemove }: Props) {
  const { t } = useTranslation('flow')
  const { t: common } = useTranslation()
  const columns = ['rule', 'stages', 'days', 'cap', 'questions'] as const
  return (
    <section className="sheet sheet-pad" aria-label={t('title')}>
      <div className="request-table">
        <table className="plain">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(column)}
                </th>
              ))}
              <th scope="col">
                <span className="sr-only">{common('act.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {flow.rules.map((rule) => (
              <Row key={whoseKey(rule)} rule={rule} can={can} onEdit={onEdit} onRemove={onRemove} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

type RowProps = Omit<Props, 'flow'> & { readonly rule: FlowRule }

function Row({ rule, can, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation('flow')
  const name = useRuleName()(rule)
  const button = { size: 'small', type: 'text', can, permission: PERMISSION } as const
  return (
    <tr>
      <th scope="row">
        {rule.risk === undefined ? name : <RiskTag risk={rule.risk} />}{' '}
        {rule.requestable ? null : <span className="tag tag-warn">{t('notRequestable')}</span>}
      </th>
      <Cells rule={rule} />
      <td>
        <div className="row-acts">
          <ReasonButton {...button} aria-label={t('editOf', { name })} onClick={() => onEdit(rule)}>
            {t('edit')}
          </ReasonButton>
          {rule.right === undefined ? null : (
            <ReasonButton
              {...button}
              aria-label={t('removeOf', { name })}
              onClick={() => onRemove(whoseKey(rule))}
            >
              {t('remove')}
            </ReasonButton>
          )}
        </div>
      </td>
    </tr>
  )
}

function Cells({ rule }: { readonly rule: FlowRule }) {
  const { t } = useTranslation('flow')
  const days = (count: number | null): string => (count === null ? t('anyDays') : inUnits(count, 'day'))
  if (!rule.requestable)
    return (
      <>
        <td>—</td>
        <td>—</td>
        <td>—</td>
        <td>—</td>
      </>
    )
  return (
    <>
      <td>
        <Way stages={rule.stages} />
      </td>
      <td>{days(rule.maxDays)}</td>
      <td>{days(rule.capDays)}</td>
      <td className="number">{rule.questions.length}</td>
    </>
  )
}

function Way({ stages }: { readonly stages: readonly FlowStage[] }) {
  const { t } = useTranslation('flow')
  const route = useRouteWords()
  return (
    <span className="flow-way">
      {stages.map(({ who, needs }, place) => (
        <span key={who}>
          {place === 0 ? null : '→ '}
          {needs === 1 ? route(who) : t('needs', { who: route(who), needs })}
        </span>
      ))}
    </span>
  )
}

/** What a rule speaks of, by name. */
export function useRuleName(): (whose: Whose) => string {
  const { t } = useTranslation()
  const roles = useAsk(contract.authority.roles, {})
  return ({ risk, right }) => {
    if (right === undefined) return risk === undefined ? '' : t(`risk.${risk}`)
    if (right.type === 'permission') return nameOfPermission(right.key)
    return roles.data?.items.find(({ id }) => id === right.id)?.name ?? right.id
  }
}
