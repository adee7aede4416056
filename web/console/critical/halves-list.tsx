import { contract } from '@hufu/contract'
import type { HalfView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../data/me.ts'
import { usePages } from '../../data/queries.ts'
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import { HalfTag } from './half-words.tsx'

/** Acts that wait for a second person: those for me first, then mine, then what else I may look at. */
export function HalvesList() {
  const { t } = useTranslation('halves')
  const { t: common } = useTranslation()
  const { id: me } = useMe()
  const pages = usePages(contract.halves.list, { query: { limit: 50 } })
  const forMe = pages.items.filter(({ may }) => may.answer.allowed)
  const mine = pages.items.filter(({ by }) => by.id === me)
  const others = pages.items.filter((half) => !forMe.includes(half) && !mine.includes(half))
  if (pages.loading) return <RowsSkeleton />
  if (pages.error !== null) return <ErrorState error={pages.error} onRetry={pages.again} />
  if (pages.items.length === 0) return <EmptyState title={t('list.none')} hint={t('list.noneHint')} />
  return (
    <div className="halves">
      <Part title={t('list.forMe')} halves={forMe} none={t('list.noneForMe')} />
      <Part title={t('list.mine')} halves={mine} />
      <Part title={t('list.others')} halves={others} />
      {pages.hasMore ? (
        <Button block loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </div>
  )
}

type PartProps = { readonly title: string; readonly halves: readonly HalfView[]; readonly none?: string }

function Part({ title, halves, none }: PartProps) {
  const { t } = useTranslation('halves')
  if (halves.length === 0 && none === undefined) return null
  return (
    <section className="sheet sheet-pad" aria-label={title}>
      <h2>{title}</h2>
      {halves.length === 0 ? <p className="quiet">{none}</p> : null}
      <ul className="lines">
        {halves.map(({ id, act, by, until, state }) => (
          <li key={id}>
            <span className="stack">
              <Link to="/console/critical/$halfId" params={{ halfId: id }}>
                {act.words[0] ?? act.summary}
              </Link>
              <small className="quiet">
                {t('list.by', by)} · {t('list.until', { time: clockTime(until) })}
              </small>
            </span>
            <HalfTag state={state} />
          </li>
        ))}
      </ul>
    </section>
  )
}
