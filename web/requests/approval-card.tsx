import { contract } from '@hufu/contract'
import type { RequestLine, RequestView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { Avatar } from '../ui/avatar.tsx'
import { RiskTag } from '../ui/permission-name.tsx'
import { RowsSkeleton, Shown } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { DecideActs } from './decide-acts.tsx'
import { Grounds } from './grounds.tsx'
import { Due } from './request-steps.tsx'
import { RequestStateTag, useEndWords, useWhatWords } from './request-words.tsx'

type Props = {
  readonly request: RequestLine
  /** Read to the end at once, without a press. */
  readonly isOpen: boolean
}

/** A request as a card in a thread: who asks for what and why; open, what there is to go by and the answers. */
export function ApprovalCard({ request, isOpen }: Props) {
  const { t } = useTranslation('approvals')
  const what = useWhatWords()
  const [pressed, setPressed] = useState(false)
  const open = isOpen || pressed
  const { id, member, requester, state, now, at, waitsForMe } = request
  return (
    <article
      className={waitsForMe ? 'approval approval-waits' : 'approval'}
      aria-label={`${member.name} ${what(request)}`}
    >
      <header>
        <Avatar name={member.name} size={34} />
        <div>
          <p>
            {requester.id === member.id
              ? t('card.asks', { name: member.name })
              : t('card.asksFor', { by: requester.name, name: member.name })}{' '}
            <small className="quiet">
              {member.department} · <Time at={at} />
            </small>
          </p>
          <p>
            <strong>{what(request)}</strong> {request.terms === null ? null : <RiskTag risk={request.risk} />}{' '}
            <RequestStateTag state={state} />
          </p>
        </div>
      </header>
      <Asked request={request} />
      {waitsForMe && now !== null ? <Due due={now.due} /> : null}
      {open && waitsForMe ? <Deciding id={id} /> : null}
      <footer>
        {open || !waitsForMe ? null : (
          <Button type="primary" onClick={() => setPressed(true)}>
            {t('open')}
          </Button>
        )}
        <Link to="/requests/$requestId" params={{ requestId: id }}>
          {t('whole')}
        </Link>
      </footer>
    </article>
  )
}

function Asked({ request }: { readonly request: RequestLine }) {
  const { t } = useTranslation('approvals')
  const end = useEndWords()
  const { terms, because } = request
  return (
    <dl className="approval-asked">
      {terms === null ? null : (
        <div>
          <dt>{t('card.until')}</dt>
          <dd>
            {end(terms)} · {terms.scope.label}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('card.why')}</dt>
        <dd className="request-said">{because}</dd>
      </div>
    </dl>
  )
}

function Deciding({ id }: { readonly id: string }) {
  const read = useAsk(contract.requests.one, { params: { requestId: id } })
  return (
    <Shown read={read} skeleton={<RowsSkeleton rows={2} />}>
      {(view) => (
        <>
          <EvidenceOf view={view} />
          <Grounds view={view} />
          <DecideActs view={view} />
        </>
      )}
    </Shown>
  )
}

function EvidenceOf({ view: { evidence, answers } }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  if (evidence.length + answers.length === 0) return null
  return (
    <dl className="approval-asked">
      {evidence.length === 0 ? null : (
        <div>
          <dt>{t('terms.evidence')}</dt>
          <dd>
            {evidence.map(({ type, label, at }) => (
              <p key={`${type}${label}${at ?? ''}`}>
                <span className="tag">{t(`terms.${type}`)}</span> {label}
              </p>
            ))}
          </dd>
        </div>
      )}
      {answers.map(({ id, question, answer }) => (
        <div key={id}>
          <dt>{question}</dt>
          <dd className="request-said">{answer}</dd>
        </div>
      ))}
    </dl>
  )
}
