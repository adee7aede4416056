import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RequestView } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { useAsk } from '../data/queries.ts'
import { saveText } from '../data/save.ts'
import { Facts } from '../ui/facts.tsx'
import { Seal } from '../ui/seal.tsx'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { exactTime, useNow } from '../ui/time.tsx'
import { evidenceText } from './evidence-file.ts'
import { RequestFacts } from './request-facts.tsx'
import { useEventWords } from './request-thread.tsx'
import { useWhatWords } from './request-words.tsx'
import './requests.css'
import '../console/revocations/receipt.css'

const here = getRouteApi('/signed/me/requests/$requestId/print')

/** A request with everything said about it as a sheet to print. */
export function EvidencePage() {
  const { requestId } = here.useParams()
  const read = useAsk(contract.requests.one, { params: { requestId } })
  return (
    <main className="receipt">
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(view) => (
          <>
            <Bar view={view} />
            <Sheet view={view} />
          </>
        )}
      </Shown>
    </main>
  )
}

function Bar({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  return (
    <header className="receipt-bar">
      <Link to="/me/requests/$requestId" params={{ requestId: view.id }}>
        {t('evidence.back')}
      </Link>
      <Button
        icon={<DownloadOutlined />}
        onClick={() => saveText(evidenceText(view), `${t('evidence.file')}-${view.id}.json`)}
      >
        {t('acts.download')}
      </Button>
      <Button type="primary" icon={<PrinterOutlined />} onClick={() => globalThis.print()}>
        {t('evidence.print')}
      </Button>
    </header>
  )
}

function Sheet({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  const what = useWhatWords()
  const now = useNow()
  const company = useMe().workspace.name
  const { member, requester, state, id } = view
  return (
    <article className="receipt-sheet">
      <header className="receipt-head">
        <div>
          <p className="quiet">{company}</p>
          <h1>{t('evidence.title')}</h1>
          <p>{what(view)}</p>
        </div>
        <Seal size={52} />
      </header>
      <Facts
        facts={[
          { key: 'who', label: t('who'), value: `${member.name} · ${member.department}` },
          ...(requester.id === member.id
            ? []
            : [{ key: 'by', label: t('byWhom', { name: '' }), value: requester.name }]),
          { key: 'state', label: t('stateTitle'), value: t(`state.${state}`) },
          { key: 'number', label: t('terms.number'), value: id },
        ]}
      />
      <RequestFacts view={view} exact />
      <Thread view={view} />
      <p className="quiet">{t('evidence.note')}</p>
      <p className="quiet receipt-printed">{t('evidence.printed', { time: exactTime(now) })}</p>
    </article>
  )
}

function Thread({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  const words = useEventWords()
  return (
    <section>
      <h2>{t('thread.title')}</h2>
      <table className="plain">
        <tbody>
          {view.thread.map((event) => (
            <tr key={event.id}>
              <td className="number">{exactTime(event.at)}</td>
              <td>{event.by === null ? t('thread.system') : `${event.by.name} · ${event.by.department}`}</td>
              <td>
                {words(event)}
                {event.words === '' ? null : <div className="request-said">{event.words}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
