import type { TransferView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'

type Changes = TransferView['gains']
/** More than these are shown when asked for. */
const SHOWN_MAX = 8

type Props = {
  readonly gains: Changes
  readonly loses: Changes
  readonly successor: string
  readonly former: string
  /** Already so, or to come. */
  readonly done: boolean
}

/** What changes for the two, beside each other. */
export function ChangesPart({ gains, loses, successor, former, done }: Props) {
  const { t } = useTranslation('creator')
  return (
    <div className="transfer-changes">
      <Side
        title={t(done ? 'changes.gained' : 'changes.gains', { name: successor })}
        changes={gains}
        sign="+"
      />
      <Side title={t(done ? 'changes.lost' : 'changes.loses', { name: former })} changes={loses} sign="−" />
    </div>
  )
}

type SideProps = { readonly title: string; readonly changes: Changes; readonly sign: '+' | '−' }

function Side({ title, changes, sign }: SideProps) {
  const { t } = useTranslation('creator')
  return (
    <section aria-label={title} className={sign === '+' ? 'transfer-gains' : 'transfer-loses'}>
      <h3>
        {title} <span className="tag number">{changes.length}</span>
      </h3>
      {changes.length === 0 ? <p className="quiet">{t('changes.nothing')}</p> : null}
      <Lines changes={changes.slice(0, SHOWN_MAX)} sign={sign} />
      {changes.length <= SHOWN_MAX ? null : (
        <details>
          <summary>{t('changes.more', { count: changes.length - SHOWN_MAX })}</summary>
          <Lines changes={changes.slice(SHOWN_MAX)} sign={sign} />
        </details>
      )}
    </section>
  )
}

function Lines({ changes, sign }: Pick<SideProps, 'changes' | 'sign'>) {
  return (
    <ul>
      {changes.map(({ permission, words }) => (
        <li key={permission}>
          <span aria-hidden>{sign}</span> {words}
        </li>
      ))}
    </ul>
  )
}
