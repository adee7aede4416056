import { DownloadOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { LedgerEntryView } from '@hufu/contract'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { saveText } from '../../data/save.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Facts } from '../../ui/facts.tsx'
import { usePhone } from '../../ui/phone.ts'
import { EmptyState, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { useLedgerWords } from './ledger-words.ts'

type Props = {
  readonly tree: LedgerEntryView['tree']
  /** As the address has it. */
  readonly index: string | undefined
  /** What the list has read already. */
  readonly listed: readonly LedgerEntryView[]
  readonly onClose: () => void
}

/** One entry: its sentence, its raw content, the sealed texts beside it, and the proof that it is in the ledger. */
export function EntryDrawer({ tree, index, listed, onClose }: Props) {
  const { t } = useTranslation('ledger')
  const phone = usePhone()
  const entry = listed.find((one) => one.tree === tree && String(one.index) === index)
  return (
    <Drawer open={index !== undefined} size={phone ? '100%' : 620} title={t('detail')} onClose={onClose}>
      {index === undefined ? null : entry === undefined ? (
        <Sought tree={tree} index={index} />
      ) : (
        <Entry key={entry.index} entry={entry} />
      )}
    </Drawer>
  )
}

/** An entry that the list has not come to, or leaves out by its filters: read by itself. */
function Sought({ tree, index }: { readonly tree: LedgerEntryView['tree']; readonly index: string }) {
  const { t } = useTranslation('ledger')
  const wanted = /^\d{1,15}$/.test(index) ? Number(index) : null
  // The list goes down from its cursor: the first one below the next is the one itself.
  const read = useAsk(
    contract.ledger.entries,
    { query: { tree, limit: 1, cursor: String((wanted ?? 0) + 1) } },
    { enabled: wanted !== null },
  )
  const missing = <EmptyState title={t('notHere', { index })} />
  if (wanted === null) return missing
  return (
    <Shown read={read}>
      {({ items: [entry] }) => (entry?.index === wanted ? <Entry entry={entry} /> : missing)}
    </Shown>
  )
}

function Entry({ entry }: { readonly entry: LedgerEntryView }) {
  const { t } = useTranslation('ledger')
  const words = useLedgerWords()
  const sealed = Object.entries(entry.sealed)
  return (
    <div className="card">
      <h2>{entry.words}</h2>
      {entry.intact ? null : <p className="tag tag-broken">{t('changedHint')}</p>}
      <Facts
        facts={[
          { key: 'when', label: t('when'), value: <Time at={entry.at} /> },
          { key: 'who', label: t('who'), value: entry.actorName },
          {
            key: 'event',
            label: t('event'),
            value: (
              <>
                {words.event(entry.event)} <code className="key">{entry.event}</code>
              </>
            ),
          },
          { key: 'channel', label: t('channel'), value: words.channel(entry.channel) },
          ...(entry.proof === null
            ? []
            : [
                {
                  key: 'confirmed',
                  label: t('confirmed'),
                  value: entry.proof === 'password' ? t('confirmedBy.password') : entry.proof,
                },
              ]),
          { key: 'index', label: t('index'), value: <span className="number">#{entry.index}</span> },
          { key: 'revision', label: t('revision'), value: <span className="number">{entry.revision}</span> },
          { key: 'request', label: t('request'), value: <code>{entry.requestId}</code> },
          {
            key: 'hash',
            label: t('leafHash'),
            value: <CopyText text={entry.leafHash} label={t('leafHash')} />,
          },
        ]}
      />
      <section className="card-part">
        <h3>{t('data')}</h3>
        <pre className="raw">{JSON.stringify(entry.data, null, 2)}</pre>
      </section>
      {sealed.length === 0 ? null : (
        <section className="card-part">
          <h3>{t('sealed')}</h3>
          <p className="quiet">{t('sealedHint')}</p>
          <Facts
            facts={sealed.map(([field, text]) => ({ key: field, label: <code>{field}</code>, value: text }))}
          />
        </section>
      )}
      <Proof entry={entry} />
    </div>
  )
}

function Proof({ entry }: { readonly entry: LedgerEntryView }) {
  const { t } = useTranslation('ledger')
  const [wanted, setWanted] = useState(false)
  const read = useAsk(
    contract.ledger.proof,
    { query: { tree: entry.tree, index: entry.index } },
    { enabled: wanted },
  )
  return (
    <section className="card-part">
      <h3>{t('proof')}</h3>
      <p className="quiet">{t('proofLead')}</p>
      {wanted ? (
        <Shown read={read}>
          {({ proof, leaf }) => (
            <>
              <pre className="raw">{proof}</pre>
              <h4>{t('leaf')}</h4>
              <pre className="raw">{leaf}</pre>
              <Button
                icon={<DownloadOutlined />}
                onClick={() => saveText(proof, `hufu-${entry.tree}-${entry.index}.tlog-proof`)}
              >
                {t('downloadProof')}
              </Button>
            </>
          )}
        </Shown>
      ) : (
        <Button onClick={() => setWanted(true)}>{t('getProof')}</Button>
      )}
    </section>
  )
}
