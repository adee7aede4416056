import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleOutlined,
} from '@ant-design/icons'
import { isPermission } from '@hufu/authority'
import type { RevocationView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { listed } from '../../words/listed.ts'
import { wayRows } from './ways.ts'
import type { WayRow } from './ways.ts'

type Props = { readonly view: RevocationView }

/** Every way in that the nodes have tried as a shadow of the person, turning green as they answer. */
export function RevocationWays({ view }: Props) {
  const { t } = useTranslation('revocations')
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-ways">
      <h2 id="revocation-ways">{t('ways.title')}</h2>
      <WaysTable view={view} />
    </section>
  )
}

/** The ways in as a table, with how they were tried in one sentence. */
export function WaysTable({ view }: Props) {
  const { t } = useTranslation('revocations')
  return (
    <>
      <p className="quiet">{t('ways.lead')}</p>
      <table className="plain ways">
        <thead>
          <tr>
            <th scope="col">{t('ways.way')}</th>
            <th scope="col">{t('ways.nodes')}</th>
            <th scope="col">{t('nodes.tried')}</th>
            <th scope="col">{t('nodes.refused')}</th>
            <th scope="col">{t('ways.notTried')}</th>
          </tr>
        </thead>
        <tbody>
          {wayRows(view).map((row) => (
            <Way key={row.kind} row={row} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Way({ row }: { readonly row: WayRow }) {
  const { t } = useTranslation('revocations')
  const { kind, standing, answered, nodes, tried, refused, notTried, failed } = row
  return (
    <>
      <tr className={failed.length === 0 ? '' : 'plain-broken'}>
        <th scope="row">
          <span className="way-name">
            <Mark standing={standing} />
            <span>
              {t(`ways.kind.${kind}`)}
              <span className="quiet way-about">{t(`ways.about.${kind}`)}</span>
            </span>
          </span>
        </th>
        <td data-title={t('ways.nodes')} className="number">
          {t('ways.answered', { answered, nodes })}
        </td>
        <td data-title={t('nodes.tried')} className="number">
          {tried}
        </td>
        <td data-title={t('nodes.refused')} className="number">
          {refused}
        </td>
        <td data-title={t('ways.notTried')}>
          {notTried.length === 0 ? '–' : null}
          {notTried.map(({ because, what }) => (
            <span key={because} className="way-skipped">
              {what.length === 0
                ? t(`ways.because.${because}`)
                : t('ways.skipped', { what: listed(what.map(shown)), because: t(`ways.because.${because}`) })}
            </span>
          ))}
        </td>
      </tr>
      {failed.length === 0 ? null : (
        <tr className="plain-broken plain-below">
          <td colSpan={5}>
            <ul>
              {failed.map(({ node, what, code }) => (
                <li key={`${node} ${what}`}>
                  {t(code === 'granted' || code === 'path' ? 'ways.served' : 'ways.unclear', {
                    node,
                    what: shown(what),
                  })}
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  )
}

const marks = {
  waiting: ClockCircleOutlined,
  open: CloseCircleFilled,
  shut: CheckCircleFilled,
  empty: MinusCircleOutlined,
} as const

function Mark({ standing }: Pick<WayRow, 'standing'>) {
  const { t } = useTranslation('revocations')
  const Icon = marks[standing]
  return (
    <Icon className={`way-mark way-${standing}`} aria-label={t(`ways.standing.${standing}`)} role="img" />
  )
}

/** A permission by its name, anything else by the end of its id, which tells things of one time apart. */
const shown = (what: string): string =>
  isPermission(what) ? nameOfPermission(what) : what.length > 8 ? `…${what.slice(-8)}` : what
