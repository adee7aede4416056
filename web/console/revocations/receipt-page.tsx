import { DownloadOutlined, PrinterOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RevocationView } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../data/me.ts'
import { VERIFY_PAGE } from '../../data/save.ts'
import { useAsk } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { Facts } from '../../ui/facts.tsx'
import { Seal } from '../../ui/seal.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { exactTime, useNow } from '../../ui/time.tsx'
import { ReceiptHandover } from './handover-part.tsx'
import {
  ReceiptPlaces,
  ReceiptRemaining,
  ReceiptRights,
  ReceiptNodes,
  ReceiptWays,
} from './receipt-parts.tsx'
import { useTakingWords } from './revocation-words.tsx'
import { useReceiptFile } from './use-receipt-file.ts'
import './revocations.css'
import './receipt.css'

const here = getRouteApi('/signed/console/revocations/$revocationId/receipt')
type Receipt = AnswerOf<typeof contract.revocations.receipt>

/** The receipt as a sheet to print: in the reader's words, and below them what is signed. */
export function ReceiptPage() {
  const { revocationId } = here.useParams()
  const params = { revocationId }
  const receipt = useAsk(contract.revocations.receipt, { params })
  const read = useAsk(contract.revocations.one, { params })
  return (
    <main className="receipt">
      <Bar revocationId={revocationId} />
      <Shown read={receipt} skeleton={<PageSkeleton />}>
        {(file) => (
          <Shown read={read} skeleton={<PageSkeleton />}>
            {(view) => <Sheet view={view} file={file} />}
          </Shown>
        )}
      </Shown>
    </main>
  )
}

function Bar({ revocationId }: { readonly revocationId: string }) {
  const { t } = useTranslation('revocations')
  const { busy, take } = useReceiptFile(revocationId)
  return (
    <header className="receipt-bar">
      <Link to="/console/revocations/$revocationId" params={{ revocationId }}>
        {t('receipt.back')}
      </Link>
      <Button icon={<DownloadOutlined />} loading={busy} onClick={take}>
        {t('receipt.download')}
      </Button>
      <Button icon={<SafetyCertificateOutlined />} href={VERIFY_PAGE} target="_blank" rel="noreferrer">
        {t('receipt.verifyPage')}
      </Button>
      <Button type="primary" icon={<PrinterOutlined />} onClick={() => globalThis.print()}>
        {t('receipt.print')}
      </Button>
    </header>
  )
}

function Sheet({ view, file }: { readonly view: RevocationView; readonly file: Receipt }) {
  const { t } = useTranslation('revocations')
  const company = useMe().workspace.name
  return (
    <article className="receipt-sheet">
      <header className="receipt-head">
        <div>
          <p className="quiet">{company}</p>
          <h1>{t('receipt.title')}</h1>
        </div>
        <Seal size={52} />
      </header>
      <WhoAndWhy view={view} />
      <ReceiptRights view={view} />
      <ReceiptWays view={view} />
      <ReceiptNodes view={view} />
      <ReceiptPlaces view={view} />
      <ReceiptRemaining view={view} />
      <ReceiptHandover view={view} />
      <Signed file={file} />
    </article>
  )
}

function WhoAndWhy({ view }: { readonly view: RevocationView }) {
  const { t } = useTranslation('revocations')
  const takingWords = useTakingWords()
  const fact = (key: string, label: string, value: string) => ({ key, label, value })
  return (
    <Facts
      facts={[
        fact('person', t('receipt.person'), view.memberName),
        fact('result', t('receipt.result'), `${t(`state.${view.state}`)} · ${t(`stateLead.${view.state}`)}`),
        fact('by', t('by'), view.by),
        fact('when', t('when'), exactTime(view.at)),
        fact(
          'why',
          t('because'),
          [takingWords(view), view.because].filter((text) => text !== '').join(' · '),
        ),
        fact('revision', t('steps.committed'), t('steps.revision', { revision: view.revision })),
        ...(view.entry === null
          ? []
          : [fact('entry', t('receipt.entry'), t('receipt.entryAt', { entry: view.entry }))]),
        fact('number', t('receipt.number'), view.id),
      ]}
    />
  )
}

/** What is signed and by what it is verified, word for word. */
function Signed({ file }: { readonly file: Receipt }) {
  const { t } = useTranslation('revocations')
  const now = useNow()
  const texts = [
    { label: t('receipt.text'), text: JSON.stringify(file.receipt) },
    { label: t('receipt.note'), text: file.note },
    { label: t('receipt.key'), text: file.key },
    { label: t('receipt.leaf'), text: file.entry.leaf },
    { label: t('receipt.proof'), text: file.entry.proof },
  ]
  return (
    <section className="receipt-signed">
      <h2>{t('receipt.signed')}</h2>
      <p className="quiet">{t('receipt.textLead')}</p>
      {texts.map(({ label, text }) => (
        <div key={label}>
          <h3>{label}</h3>
          <pre className="raw">{text}</pre>
        </div>
      ))}
      <p className="quiet receipt-printed">{t('receipt.printed', { time: exactTime(now) })}</p>
    </section>
  )
}
