import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { TransferTag } from '../../transfer/transfer-words.tsx'
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'

/** Every transfer there was, newest first. */
export function TransferHistory() {
  const { t } = useTranslation('creator')
  const { t: common } = useTranslation()
  const pages = usePages(contract.transfers.list, { query: { limit: 20 } })
  return (
    <section className="sheet sheet-pad" aria-labelledby="creator-history">
      <h2 id="creator-history">{t('history.title')}</h2>
      {pages.loading ? <RowsSkeleton rows={3} /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && pages.items.length === 0 ? (
        <EmptyState title={t('history.none')} hint={t('history.noneHint')} />
      ) : null}
      <ul className="lines">
        {pages.items.map(({ id, state, way, former, successor, at }) => (
          <li key={id}>
            <span className="stack">
              <Link to="/console/creator/transfers/$transferId" params={{ transferId: id }}>
                {t('pair', { former: former.name, successor: successor.name })}
              </Link>
              <small className="quiet">
                {t(`way.${way}`)} · {clockTime(at)}
              </small>
            </span>
            <TransferTag state={state} />
          </li>
        ))}
      </ul>
      {pages.hasMore ? (
        <Button block loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </section>
  )
}
