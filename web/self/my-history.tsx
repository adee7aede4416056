import { contract } from '@hufu/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePages } from '../data/queries.ts'
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'

/** Who acted on me, and what I did, newest first. */
export function MyHistory() {
  const { t } = useTranslation('self')
  const { t: common } = useTranslation()
  const history = usePages(contract.ledger.aboutMe, { query: { limit: 50 } })
  return (
    <section className="sheet sheet-pad">
      <p className="quiet">{t('historyLead')}</p>
      {history.loading ? <RowsSkeleton /> : null}
      {history.error === null ? null : <ErrorState error={history.error} onRetry={history.again} />}
      {!history.loading && history.error === null && history.items.length === 0 ? (
        <EmptyState title={t('noHistory')} />
      ) : null}
      <ol className="lines self-history">
        {history.items.map(({ tree, index, words, at }) => (
          <li key={`${tree}${index}`}>
            <span>{words}</span>
            <small className="quiet">
              <Time at={at} />
            </small>
          </li>
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
