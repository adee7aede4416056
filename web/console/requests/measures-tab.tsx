import { contract } from '@hufu/contract'
import type { RequestMeasures } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { inUnits } from '../../words/units.ts'
import { clockTime } from '../../ui/time.tsx'

const here = getRouteApi('/signed/console/requests')
const spans = [30, 90, 365] as const

/** How long answers take, who is asked in vain, and what belongs into a template. */
export function MeasuresTab() {
  const { t } = useTranslation('measures')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const days = spans.find((each) => String(each) === search.days) ?? 90
  const read = useAsk(contract.requests.measures, { query: { days } }, { keep: true })
  return (
    <>
      <div className="toolbar">
        <Segmented
          aria-label={t('days')}
          value={days}
          options={spans.map((count) => ({ value: count, label: inUnits(count, 'day') }))}
          onChange={(next) =>
            void navigate({ search: (before) => ({ ...before, days: String(next) }), replace: true })
          }
        />
        {read.data === undefined ? null : (
          <span className="quiet">{t('since', { time: clockTime(read.data.since) })}</span>
        )}
      </div>
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(measures) => (
          <>
            <Tiles measures={measures} />
            <div className="request-columns">
              <Approvers approvers={measures.approvers} />
              <div className="request-column">
                <Rejections measures={measures} />
                <Suggestions suggestions={measures.suggestions} />
              </div>
            </div>
          </>
        )}
      </Shown>
    </>
  )
}

function useHours(): (hours: number | null) => string {
  const { t } = useTranslation('measures')
  return (hours) => (hours === null ? t('none') : inUnits(Math.round(hours * 10) / 10, 'hour'))
}

function Tiles({ measures }: { readonly measures: RequestMeasures }) {
  const { t } = useTranslation('measures')
  const hours = useHours()
  const rate = ({ of, count }: RequestMeasures['rejected']): string => t('rate', { of, count })
  const { submitted, open, overdue, medianHours, p90Hours, rejected, overturned, lapsed } = measures
  const tiles = [
    { key: 'submitted' as const, value: String(submitted) },
    { key: 'open' as const, value: String(open) },
    { key: 'overdue' as const, value: String(overdue) },
    { key: 'median' as const, value: hours(medianHours) },
    { key: 'p90' as const, value: hours(p90Hours) },
    { key: 'rejected' as const, value: rate(rejected) },
    { key: 'overturned' as const, value: rate(overturned) },
    { key: 'lapsed' as const, value: rate(lapsed) },
  ]
  return (
    <dl className="request-tiles">
      {tiles.map(({ key, value }) => (
        <div key={key} className="sheet">
          <dt>{t(`tiles.${key}`)}</dt>
          <dd className={key === 'overdue' && overdue > 0 ? 'number request-late' : 'number'}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Approvers({ approvers }: Pick<RequestMeasures, 'approvers'>) {
  const { t } = useTranslation('measures')
  const hours = useHours()
  const columns = ['name', 'decided', 'waiting', 'median', 'missed', 'overturned'] as const
  return (
    <section className="sheet sheet-pad" aria-labelledby="approvers">
      <h2 id="approvers">{t('approvers')}</h2>
      {approvers.length === 0 ? (
        <p className="quiet">{t('noApprovers')}</p>
      ) : (
        <div className="request-table">
          <table className="plain">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {approvers.map((one) => (
                <tr key={one.memberId}>
                  <th scope="row">
                    <span className="stack">
                      {one.name}
                      <small>{one.department}</small>
                    </span>
                  </th>
                  <td className="number">{one.decided}</td>
                  <td className="number">{one.waiting}</td>
                  <td className="number">{hours(one.medianHours)}</td>
                  <td className="number">{one.missed}</td>
                  <td className="number">{one.overturned}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Rejections({ measures: { rejections } }: { readonly measures: RequestMeasures }) {
  const { t } = useTranslation('measures')
  const { t: words } = useTranslation('requests')
  const most = Math.max(1, ...rejections.map(({ count }) => count))
  return (
    <section className="sheet sheet-pad" aria-labelledby="rejections">
      <h2 id="rejections">{t('rejections')}</h2>
      {rejections.length === 0 ? <p className="quiet">{t('noRejections')}</p> : null}
      <ul className="request-bars">
        {rejections.map(({ code, count }) => (
          <li key={code}>
            <span>{words(`code.${code}`)}</span>
            <span className="request-bar" aria-hidden>
              <span style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className="number">{count}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Suggestions({ suggestions }: Pick<RequestMeasures, 'suggestions'>) {
  const { t } = useTranslation('measures')
  return (
    <section className="sheet sheet-pad" aria-labelledby="suggestions">
      <h2 id="suggestions">{t('suggestions')}</h2>
      <p className="quiet">{suggestions.length === 0 ? t('noSuggestions') : t('suggestionsLead')}</p>
      <ul className="lines">
        {suggestions.map(({ positionId, position, permission, people, requests, granted }) => (
          <li key={`${positionId}${permission}`}>
            <span>
              {t('suggestion', {
                position,
                permission: nameOfPermission(permission),
                people,
                requests,
                granted,
              })}
            </span>
            <Link to="/console/positions" search={{ position: positionId }}>
              {t('template')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
