import { contract } from '@hufu/contract'
import type { ClaimView } from '@hufu/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { download } from '../data/ask.ts'
import { CopyText } from '../ui/copy-text.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time, clockTime } from '../ui/time.tsx'
import { useToldWords } from './claim-words.tsx'

type Props = { readonly view: ClaimView }

/** Why the creator is said to be gone, and what shows it. */
export function ClaimEvidence({ view }: Props) {
  const { t } = useTranslation('claims')
  const tell = useTell()
  const take = (place: number, name: string): void =>
    void download(contract.claims.evidence, { params: { claimId: view.id, place } }, name).catch(tell.problem)
  return (
    <section className="sheet sheet-pad" aria-labelledby="claim-evidence">
      <h2 id="claim-evidence">{t('one.because')}</h2>
      <p>{view.because}</p>
      <h3>{t('one.evidence')}</h3>
      <ol className="claim-evidence">
        {view.evidence.map(({ words, file }, place) => (
          // Evidence is given once and keeps its places.
          <li key={place}>
            <p>{words}</p>
            {file === null ? null : (
              <>
                <Button size="small" onClick={() => take(place, file.name)}>
                  {t('one.file', { name: file.name })}
                </Button>
                <small className="quiet">
                  {t('one.sha256')} <CopyText text={file.sha256} label={t('one.sha256')} />
                </small>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Who stands behind it, and whether the successor has said yes. */
export function ClaimVotes({ view: { votes, votesNeeded, accepted, successor } }: Props) {
  const { t } = useTranslation('claims')
  const given = votes.filter(({ counts }) => counts).length
  return (
    <section className="sheet sheet-pad" aria-labelledby="claim-votes">
      <h2 id="claim-votes">{t('one.votes', { given, needed: votesNeeded })}</h2>
      {votes.length === 0 ? <p className="quiet">{t('one.noVotes')}</p> : null}
      <ul className="lines">
        {votes.map(({ by, at, counts }) => (
          <li key={by.id}>
            <span className="stack">
              <strong>{by.name}</strong>
              {counts ? null : <small className="quiet">{t('one.gone')}</small>}
            </span>
            <small className="quiet">
              <Time at={at} />
            </small>
          </li>
        ))}
      </ul>
      <p>
        <span className={accepted ? 'tag tag-good' : 'tag tag-warn'}>
          {t(accepted ? 'one.accepted' : 'one.notAccepted')}
        </span>{' '}
        {successor.name}
      </p>
    </section>
  )
}

/** How the creator was told, each time by each channel. */
export function ClaimTold({ view: { told } }: Props) {
  const { t } = useTranslation('claims')
  const { channel, outcome } = useToldWords()
  return (
    <section className="sheet sheet-pad" aria-labelledby="claim-told">
      <h2 id="claim-told">{t('one.told')}</h2>
      <p className="quiet">{t('one.toldLead')}</p>
      {told.length === 0 ? (
        <p className="quiet">{t('one.noTold')}</p>
      ) : (
        <table className="plain" aria-labelledby="claim-told">
          <thead>
            <tr>
              <th scope="col">{t('one.when')}</th>
              <th scope="col">{t('one.channel')}</th>
              <th scope="col">{t('one.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {told.map((one) => (
              <tr key={`${one.at} ${one.channel}`}>
                <td>{clockTime(one.at)}</td>
                <td>{channel(one.channel)}</td>
                <td>{outcome(one.outcome)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
