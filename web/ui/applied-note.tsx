import { CheckCircleFilled, ClockCircleFilled, WarningFilled } from '@ant-design/icons'
import type { Applied } from '@hufu/contract'
import { useTranslation } from 'react-i18next'

const icons = {
  applied: <CheckCircleFilled />,
  applying: <ClockCircleFilled />,
  unverified: <WarningFilled />,
}

/** What became of a change on every node of the cluster, with the time each one took. */
export function AppliedNote({
  applied,
  brief = false,
}: {
  readonly applied: Applied
  readonly brief?: boolean
}) {
  const { t } = useTranslation()
  return (
    <div className={`applied applied-${applied.state}`} role="status">
      <p className="applied-head">
        {icons[applied.state]} <strong>{t(`applied.${applied.state}`)}</strong>
        <span>
          {t('applied.revision', { revision: applied.revision })} ·{' '}
          {t('applied.took', { ms: msShort(applied.tookMs) })}
        </span>
      </p>
      {brief && applied.state === 'applied' ? null : (
        <ul className="applied-nodes">
          {applied.nodes.map(({ node, outcome, afterMs }) => (
            <li key={node} className={`node-${outcome}`}>
              <code>{node}</code> {t(`applied.${outcome}`, { ms: msShort(afterMs) })}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Milliseconds as a number to read: under ten, one decimal still says something. */
export const msShort = (ms: number): string =>
  ms < 10 ? String(Math.round(ms * 10) / 10) : String(Math.round(ms))
