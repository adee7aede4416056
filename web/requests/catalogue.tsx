import { CheckCircleFilled } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { Askable } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { RiskTag, nameOfModule } from '../ui/permission-name.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { EmptyState, Shown } from '../ui/states.tsx'
import { listed } from '../words/listed.ts'
import { inUnits } from '../words/units.ts'
import { rightKey } from './ask-values.ts'
import { useRouteWords } from './request-words.tsx'
import './requests.css'

const shows = ['all', 'open', 'held'] as const
type Filter = { readonly find: string; readonly show: string }
type Props = { readonly filter: Filter; readonly onFilter: (filter: Filter) => void }

/** What I may ask for, by module: who decides it, how long it usually takes, and whether I have it. */
export function Catalogue({ filter, onFilter }: Props) {
  const { t } = useTranslation('asking')
  const read = useAsk(contract.requests.askable, { query: {} })
  return (
    <section className="rights" aria-label={t('catalogue.title')}>
      <p className="quiet">{t('catalogue.lead')}</p>
      <div className="toolbar" role="search">
        <Input.Search
          className="grow"
          allowClear
          value={filter.find}
          placeholder={t('catalogue.find')}
          aria-label={t('catalogue.find')}
          onChange={(event) => onFilter({ ...filter, find: event.target.value })}
        />
        <Segmented
          aria-label={t('catalogue.show')}
          value={shows.find((show) => show === filter.show) ?? 'all'}
          options={shows.map((show) => ({ value: show, label: t(`catalogue.shows.${show}`) }))}
          onChange={(show) => onFilter({ ...filter, show })}
        />
      </div>
      <Shown read={read}>
        {({ items }) => <Modules items={items.filter((item) => fits(item, filter))} />}
      </Shown>
    </section>
  )
}

function Modules({ items }: { readonly items: readonly Askable[] }) {
  const { t } = useTranslation('asking')
  if (items.length === 0) return <EmptyState title={t('catalogue.none')} />
  return [...new Set(items.map(({ module }) => module))].map((module) => {
    const name = module === 'role' ? t('catalogue.roles') : nameOfModule(module)
    return (
      <section key={module} className="sheet rights-group" aria-label={name}>
        <header>
          <h2>{name}</h2>
        </header>
        <ul>
          {items
            .filter((item) => item.module === module)
            .map((item) => (
              <Item key={rightKey(item.right)} item={item} />
            ))}
        </ul>
      </section>
    )
  })
}

function Item({ item }: { readonly item: Askable }) {
  const { t } = useTranslation('asking')
  const route = useRouteWords()
  const { right, held, ask, stages, usualHours, maxDays } = item
  const people = stages.map(({ who, names }) => (names.length === 0 ? route(who) : listed(names)))
  return (
    <li className={held ? 'right right-held' : 'right'}>
      <div className="right-what">
        <span className="right-name">
          {right.label}
          {right.type === 'role' ? (
            <small className="quiet">{t('catalogue.role', { count: right.permissions.length })}</small>
          ) : (
            <code className="key">{right.key}</code>
          )}
        </span>
        <RiskTag risk={right.risk} />
      </div>
      <div className="right-sources">
        {people.length === 0 ? null : <span>{t('catalogue.by', { names: people.join(' → ') })}</span>}
        <small className="quiet">
          {usualHours === null
            ? t('screen.usualUnknown')
            : t('screen.usual', { span: inUnits(Math.max(1, Math.round(usualHours)), 'hour') })}
          {maxDays === null ? null : ` · ${t('catalogue.maxDays', { span: inUnits(maxDays, 'day') })}`}
        </small>
      </div>
      <div className="row-acts">
        {held ? (
          <span className="right-yes">
            <CheckCircleFilled aria-hidden /> {t('held')}
          </span>
        ) : (
          <AskLink item={item} can={ask} />
        )}
      </div>
    </li>
  )
}

function AskLink({ item: { right }, can }: { readonly item: Askable; readonly can: Askable['ask'] }) {
  const { t } = useTranslation('asking')
  if (!can.allowed)
    return (
      <ReasonButton size="small" type="text" can={can}>
        {t('catalogue.ask')}
      </ReasonButton>
    )
  return (
    <Link
      to="/me/requests/new"
      search={right.type === 'role' ? { role: right.id } : { permission: right.key }}
      aria-label={t('catalogue.askFor', { name: right.label })}
    >
      {t('catalogue.ask')}
    </Link>
  )
}

function fits({ right, held, ask }: Askable, { find, show }: Filter): boolean {
  if (show === 'open' && !ask.allowed) return false
  if (show === 'held' && !held) return false
  const wanted = find.trim().toLowerCase()
  const key = right.type === 'permission' ? right.key : ''
  return wanted === '' || right.label.toLowerCase().includes(wanted) || key.includes(wanted)
}
