import type { RevocationCheck, RevocationView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { msShort } from '../../ui/applied-note.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { Time, exactTime } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { nodeRows, refusedOf } from './course.ts'
import type { NodeRow, Outcome } from './course.ts'
import { keyOfPlace } from './places.ts'
import { usePlaceWords } from './revocation-words.tsx'

/** What every node tried in the newest round, and the rounds before it. */
export function RevocationNodes({ view }: { readonly view: RevocationView }) {
  const { t } = useTranslation('revocations')
  const rows = nodeRows(view)
  const earlier = view.checks.filter(({ round }) => round < view.round)
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-nodes">
      <header className="section-head">
        <h2 id="revocation-nodes">{t('nodes.title')}</h2>
        <span className="quiet">{t('nodes.round', { round: view.round })}</span>
      </header>
      <p className="quiet">{t('nodes.lead')}</p>
      {rows.length === 0 ? <p className="quiet">{t('nodes.none')}</p> : <NodesTable rows={rows} />}
      {view.awaited.length === 0 ? null : (
        <p className={view.state === 'applied' ? 'quiet' : 'revocation-awaited'}>
          {t(view.state === 'applied' ? 'nodes.waitingFor' : 'nodes.awaited', {
            nodes: listed(view.awaited),
          })}
        </p>
      )}
      {earlier.length === 0 ? null : <Earlier checks={earlier} />}
    </section>
  )
}

function Earlier({ checks }: { readonly checks: readonly RevocationCheck[] }) {
  const { t } = useTranslation('revocations')
  const rounds = [...Map.groupBy(checks, ({ round }) => round)].toSorted(([one], [other]) => other - one)
  return (
    <details className="fold">
      <summary>{t('nodes.earlier', { count: rounds.length })}</summary>
      {rounds.map(([round, each]) => (
        <div key={round}>
          <h3>{t('nodes.round', { round })}</h3>
          <NodesTable rows={each.map((check) => ({ node: check.node, outcome: null, check }))} again />
        </div>
      ))}
    </details>
  )
}

type TableProps = {
  readonly rows: readonly NodeRow[]
  /** A round after the first: when the change was in force was said already. */
  readonly again?: boolean
  /** For paper, where "a minute ago" will not stay true. */
  readonly exact?: boolean
}

/** Nodes with their times and tries; what one still allowed stands below it. */
export function NodesTable({ rows, again = false, exact = false }: TableProps) {
  const { t } = useTranslation('revocations')
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t('nodes.node')}</th>
          {again ? null : <th scope="col">{t('nodes.acknowledged')}</th>}
          <th scope="col">{t('nodes.tried')}</th>
          <th scope="col">{t('nodes.refused')}</th>
          <th scope="col">{t('nodes.took')}</th>
          <th scope="col">{t('nodes.at')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.node} row={row} again={again} exact={exact} />
        ))}
      </tbody>
    </table>
  )
}

function Row({
  row: { node, outcome, check },
  again,
  exact,
}: {
  readonly row: NodeRow
  readonly again: boolean
  readonly exact: boolean
}) {
  const { t } = useTranslation('revocations')
  const failed = check?.failed ?? []
  return (
    <>
      <tr className={failed.length === 0 ? '' : 'plain-broken'}>
        <th scope="row">
          <code>{node}</code>
        </th>
        {again ? null : (
          <td data-title={t('nodes.acknowledged')}>
            <AppliedWords outcome={outcome} />
          </td>
        )}
        <td data-title={t('nodes.tried')} className="number">
          {check === null ? '–' : check.tried}
        </td>
        <td data-title={t('nodes.refused')} className="number">
          {check === null ? '–' : refusedOf(check)}
        </td>
        <td data-title={t('nodes.took')} className="number">
          {check === null ? '–' : t('steps.ms', { ms: msShort(check.tookMs) })}
        </td>
        <td data-title={t('nodes.at')} className="number">
          {check === null ? '–' : exact ? exactTime(check.at) : <Time at={check.at} />}
        </td>
      </tr>
      {failed.length === 0 ? null : (
        <tr className="plain-broken plain-below">
          <td colSpan={again ? 5 : 6}>
            <Failed failed={failed} />
          </td>
        </tr>
      )}
    </>
  )
}

function Failed({ failed }: { readonly failed: RevocationCheck['failed'] }) {
  const { t } = useTranslation('revocations')
  const place = usePlaceWords()
  return (
    <ul>
      {failed.map((each) => (
        <li key={`${each.permission} ${keyOfPlace(each.place)}`}>
          {t('nodes.allowedAt', {
            permission: nameOfPermission(each.permission),
            place: place(each.place),
          })}
        </li>
      ))}
    </ul>
  )
}

/** When the change was in force on a node; a node that said nothing by itself is told apart in words. */
function AppliedWords({ outcome }: { readonly outcome: Outcome | null }) {
  const { t } = useTranslation('revocations')
  const { t: common } = useTranslation()
  if (outcome === null) return '–'
  const ms = msShort(outcome.afterMs)
  if (outcome.outcome === 'acknowledged') return t('steps.ms', { ms })
  return <span className={`node-${outcome.outcome}`}>{common(`applied.${outcome.outcome}`, { ms })}</span>
}
