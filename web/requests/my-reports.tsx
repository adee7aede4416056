import { contract } from '@hufu/contract'
import type { ProblemReport } from '@hufu/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePages } from '../data/queries.ts'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { listed } from '../words/listed.ts'
import { putReport } from './report-now.ts'

/** What I reported, with the answers; and a way to report something. */
export function MyReports() {
  const { t } = useTranslation('approvals')
  const { t: common } = useTranslation()
  const pages = usePages(contract.problemReports.mine, { query: { limit: 20 } })
  return (
    <section className="sheet sheet-pad" aria-labelledby="my-reports">
      <div className="section-head">
        <h2 id="my-reports">{t('reports.mine')}</h2>
        <Button size="small" onClick={() => putReport({ permission: undefined })}>
          {t('reports.make')}
        </Button>
      </div>
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && pages.items.length === 0 ? (
        <p className="quiet">{t('reports.none')}</p>
      ) : null}
      <ol className="reports">
        {pages.items.map((report) => (
          <li key={report.id}>
            <ReportWords report={report} />
          </li>
        ))}
      </ol>
      {pages.hasMore ? (
        <Button block type="text" loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </section>
  )
}

/** A report with its answer. */
export function ReportWords({ report }: { readonly report: ProblemReport }) {
  const { t } = useTranslation('approvals')
  const { words, at, permission, state, to, answer, answeredBy, answeredAt } = report
  return (
    <>
      <p>
        <span className={`tag ${state === 'open' ? 'tag-warn' : 'tag-good'}`}>
          {t(`reports.state.${state}`)}
        </span>{' '}
        {permission === null ? null : <strong>{nameOfPermission(permission)} </strong>}
        <small className="quiet">
          <Time at={at} />
          {to.length === 0 ? null : ` · ${t('reports.to', { names: listed(to) })}`}
        </small>
      </p>
      <p className="request-said">{words}</p>
      {answer === null ? null : (
        <blockquote className="request-said">
          {t('reports.answered', { by: answeredBy ?? '' })} {answer}{' '}
          {answeredAt === null ? null : (
            <small className="quiet">
              <Time at={answeredAt} />
            </small>
          )}
        </blockquote>
      )}
    </>
  )
}
