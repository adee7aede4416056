import { contract } from '@hufu/contract'
import type { TransferView } from '@hufu/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask, download } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { CopyText } from '../ui/copy-text.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time } from '../ui/time.tsx'
import { SmallFileButton } from './small-file.tsx'
import type { SmallFile } from './small-file.tsx'
import { isOpen } from './transfer-words.tsx'

/** What the company has said to it: who agreed, its letter, and who objects. */
export function ConsentPart({ view }: { readonly view: TransferView }) {
  const { t } = useTranslation('creator')
  const { consent, vetoes } = view
  if (consent === 'none' && vetoes.length === 0) return null
  return (
    <section className="sheet sheet-pad" aria-labelledby="transfer-consent">
      <h2 id="transfer-consent">{t('one.consent')}</h2>
      {consent === 'approvals' ? <Approvals view={view} /> : null}
      {consent === 'letter' ? <Letter view={view} /> : null}
      {vetoes.length === 0 ? null : (
        <>
          <h3>{t('consent.vetoes')}</h3>
          <ul className="lines">
            {vetoes.map(({ by, at, words }) => (
              <li key={by.id}>
                <span>
                  <strong>{by.name}</strong> {words}
                </span>
                <small className="quiet">
                  <Time at={at} />
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Approvals({ view: { approvals, approvalsNeeded } }: { readonly view: TransferView }) {
  const { t } = useTranslation('creator')
  return (
    <>
      <h3>{t('consent.approvals', { given: approvals.length, needed: approvalsNeeded })}</h3>
      {approvals.length === 0 ? <p className="quiet">{t('consent.nobody')}</p> : null}
      <ul className="lines">
        {approvals.map(({ by, at }) => (
          <li key={by.id}>
            <strong>{by.name}</strong>
            <small className="quiet">
              <Time at={at} />
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

function Letter({ view }: { readonly view: TransferView }) {
  const { t } = useTranslation('creator')
  const tell = useTell()
  const { letter, may, id } = view
  const params = { transferId: id }
  const upload = async (file: SmallFile): Promise<void> => {
    await ask(contract.transfers.letter, { params, body: { hash: view.hash, ...file } })
    tell.done(t('consent.uploaded'))
    await readAgain()
  }
  return (
    <div className="transfer-letter">
      <h3>{t('consent.letter')}</h3>
      {letter === null ? (
        <p className="quiet">{t('consent.noLetter')}</p>
      ) : (
        <>
          <p>
            <strong>{letter.name}</strong>{' '}
            <small className="quiet">
              {t('consent.by', letter.by)} <Time at={letter.at} />
            </small>
          </p>
          <small className="quiet">
            {t('consent.sha256')} <CopyText text={letter.sha256} label={t('consent.sha256')} />
          </small>
        </>
      )}
      <div className="page-acts">
        {isOpen(view) && may.letter.allowed ? (
          <SmallFileButton label={t('consent.upload')} onFile={upload} />
        ) : null}
        {letter === null ? null : (
          <Button
            onClick={() =>
              void download(contract.transfers.letterFile, { params }, letter.name).catch(tell.problem)
            }
          >
            {t('consent.download')}
          </Button>
        )}
      </div>
      {isOpen(view) && may.letter.allowed ? <small className="quiet">{t('consent.uploadHint')}</small> : null}
    </div>
  )
}
