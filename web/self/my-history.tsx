import { contract } from '@hufu/contract'
import type { LedgerEntryView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { usePages } from '../data/queries.ts'
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'

const here = getRouteApi('/signed/work/me/permissions')
const whose = ['all', 'others', 'mine'] as const

/** Who acted on me, and what I did, newest first: who, what, why, when, and where it stands in the ledger. */
export function MyHistory() {
  const { t } = useTranslation('self')
  const { t: common } = useTranslation()
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const me = useMe()
  const history = usePages(contract.ledger.aboutMe, { query: { limit: 50 } })
  const by = whose.find((each) => each === search.by) ?? 'all'
  const mine = `member:${me.id}`
  const shown = history.items.filter(({ actor }) => by === 'all' || (actor === mine) === (by === 'mine'))
  return (
    <section className="sheet sheet-pad self-have">
      <p className="quiet">{t('historyLead')}</p>
      <Segmented
        aria-label={t('history.whose')}
        value={by}
        options={whose.map((each) => ({ value: each, label: t(`history.${each}`) }))}
        onChange={(next) =>
          void navigate({
            search: (before) => ({ ...before, by: next === 'all' ? undefined : next }),
            replace: true,
          })
        }
      />
      {history.loading ? <RowsSkeleton /> : null}
      {history.error === null ? null : <ErrorState error={history.error} onRetry={history.again} />}
      {!history.loading && history.error === null && shown.length === 0 ? (
        <EmptyState title={t('noHistory')} />
      ) : null}
      <ol className="lines self-history" aria-label={t('tabs.history')}>
        {shown.map((entry) => (
          <Line key={`${entry.tree}${String(entry.index)}`} entry={entry} />
        ))}
      </ol>
      {history.hasMore ? (
        <Button block loading={history.loadingMore} onClick={history.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </section>
  )
}

function Line({ entry }: { readonly entry: LedgerEntryView }) {
  const { t } = useTranslation('self')
  const { words, at, sealed, index } = entry
  const because = sealed['because'] ?? ''
  return (
    <li>
      <span className="stack">
        <span>{words}</span>
        <small>
          {because === '' || words.includes(because) ? null : `${t('history.because', { because })} · `}
          {t('history.entry', { index })}
        </small>
      </span>
      <small className="quiet">
        <Time at={at} />
      </small>
    </li>
  )
}
