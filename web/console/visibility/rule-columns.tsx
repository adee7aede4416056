import type { VisibilityRuleView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../ui/data-list.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { Time } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'

export type Rule = VisibilityRuleView
type Act = (rule: Rule) => void

/** The columns of the list of rules; the last holds what can be done with one. */
export function useRuleColumns(onChange: Act, onEnd: Act): readonly Column<Rule>[] {
  const { t } = useTranslation('visibility')
  const { t: common } = useTranslation()
  const column = (key: string, title: string, width: string, render: Column<Rule>['render']) => ({
    key,
    title,
    width,
    render,
  })
  return [
    column('about', t('about'), 'minmax(160px, 1.2fr)', (rule) => <About rule={rule} />),
    column('detail', t('detail'), 'minmax(150px, 1.4fr)', (rule) => <Says rule={rule} />),
    column('viewers', t('viewers'), 'minmax(130px, 1.2fr)', (rule) => <Viewers rule={rule} />),
    column('set', t('setBy'), 'minmax(150px, 1.2fr)', (rule) => <By rule={rule} />),
    { ...column('state', t('state'), '84px', (rule) => <State rule={rule} />), bare: true },
    {
      ...column('acts', common('act.actions'), 'minmax(150px, auto)', (rule) => (
        <Acts rule={rule} onChange={onChange} onEnd={onEnd} />
      )),
      bare: true,
    },
  ]
}

type Of = { readonly rule: Rule }

function About({ rule }: Of) {
  const { t } = useTranslation('visibility')
  return (
    <span className="stack">
      <strong>{rule.about.label}</strong>
      <small>{t(`kinds.${rule.kind}`)}</small>
    </span>
  )
}

/** What a rule says beside whom it is about. */
function Says({ rule }: Of) {
  const { t } = useTranslation('visibility')
  if (rule.kind === 'fields') return listed(rule.fields.map((field) => t(`fields.${field}`)))
  if (rule.kind === 'hide' || rule.kind === 'shield') return t(`says.${rule.kind}`)
  if (rule.reach === null) return null
  if (rule.reach !== 'custom') return t(`reach.${rule.reach}`)
  return rule.list.length === 0 ? t('emptyList') : listed(rule.list.map(({ label }) => label))
}

function Viewers({ rule: { viewers } }: Of) {
  const { t } = useTranslation('visibility')
  if (viewers.length === 0) return <span className="quiet">{t('noViewers')}</span>
  return listed(viewers.map(({ label }) => label))
}

function By({ rule }: Of) {
  return (
    <span className="stack">
      <span>
        {rule.endedBy ?? rule.setBy} · <Time at={rule.endedAt ?? rule.changedAt ?? rule.setAt} />
      </span>
      <small>{rule.endedBecause ?? rule.because}</small>
    </span>
  )
}

function State({ rule }: Of) {
  const { t } = useTranslation('visibility')
  return rule.endedAt === null ? (
    <span className="tag tag-good">{t('standing')}</span>
  ) : (
    <span className="tag">{t('over')}</span>
  )
}

function Acts({ rule, onChange, onEnd }: Of & { readonly onChange: Act; readonly onEnd: Act }) {
  const { t } = useTranslation('visibility')
  const permission = 'org.visibility.manage'
  return (
    <span className="row-acts">
      <ReasonButton size="small" can={rule.can.change} permission={permission} onClick={() => onChange(rule)}>
        {t('change')}
      </ReasonButton>
      <ReasonButton size="small" can={rule.can.end} permission={permission} onClick={() => onEnd(rule)}>
        {t('end')}
      </ReasonButton>
    </span>
  )
}
