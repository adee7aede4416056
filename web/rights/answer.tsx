import type { DecisionView, PersonNamed } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Person } from '../ui/person.tsx'
import { clockTime } from '../ui/time.tsx'
import { Ways } from './ways.tsx'
import type { Reader } from './ways.tsx'
import './ways.css'

/** As many as the server names. */
const HELPERS_MAX = 20

type Props = { readonly decision: DecisionView; readonly reader: Reader }

/** The whole answer in one view: the verdict, the paths drawn with what is missing, and who could give or stop it. */
export function Answer({ decision, reader }: Props) {
  const { t } = useTranslation('explorer')
  const { allowed, words, asked, revision, at } = decision
  const name = asked.member.name
  const blanks = { name, permission: asked.permission, target: asked.target }
  return (
    <div className="answer">
      <section className={allowed ? 'verdict verdict-yes' : 'verdict verdict-no'} aria-live="polite">
        <h2>
          <span className="verdict-word">{t(allowed ? 'verdict.yes' : 'verdict.no')}</span>
          <span>{t(allowed ? 'verdict.sentenceYes' : 'verdict.sentenceNo', blanks)}</span>
        </h2>
        {allowed ? null : <p>{words}</p>}
        <small className="quiet">{t('verdict.revision', { revision, time: clockTime(at) })}</small>
      </section>
      <section className="answer-part">
        <h3>
          {t('ways.title')} <small className="quiet">{t('ways.lead')}</small>
        </h3>
        <Ways decision={decision} reader={reader} />
      </section>
      <Helpers decision={decision} reader={reader} />
    </div>
  )
}

function Helpers({ decision, reader }: Props) {
  const { t } = useTranslation('explorer')
  const { allowed, whoCouldGive, whoCouldStop } = decision
  const people = allowed ? whoCouldStop : whoCouldGive
  const how = allowed ? 'stop' : decision.because === 'authority/restricted' ? 'lift' : 'give'
  return (
    <section className="answer-part">
      <h3>
        {t(`helpers.${how}`)}{' '}
        {people.length === 0 ? null : (
          <small className="quiet">
            {t(`helpers.hint.${how}`)}
            {people.length < HELPERS_MAX ? null : ` · ${t('helpers.more', { count: HELPERS_MAX })}`}
          </small>
        )}
      </h3>
      {people.length === 0 ? (
        <p className="quiet">{t(`helpers.none.${how}`)}</p>
      ) : (
        <ul className="helpers">
          {people.map((person) => (
            <li key={person.id}>
              <Card person={person} reader={reader} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Card({ person, reader }: { readonly person: PersonNamed; readonly reader: Reader }) {
  const shown = <Person name={person.name} hint={person.department} />
  return reader === 'console' ? (
    <Link to="/console/members" search={{ member: person.id }}>
      {shown}
    </Link>
  ) : (
    <Link to="/contacts" search={{ member: person.id }}>
      {shown}
    </Link>
  )
}
