import { contract } from '@hufu/contract'
import type { RevocationAfter, RevocationView } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { ContestWords } from '../console/revocations/contest-part.tsx'
import { useAsk, useWrite } from '../data/queries.ts'
import { REASON_LENGTH_MAX } from '../ui/consequence-dialog.tsx'
import { PermissionName } from '../ui/permission-name.tsx'
import { PageSkeleton, RowsSkeleton, Shown } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time } from '../ui/time.tsx'
import '../console/revocations/revocations.css'
import './self.css'

const here = getRouteApi('/signed/work/me/revocations/$revocationId')

/** What was taken from me: what, when, by whom and why, what I can do about it, and what became of that. */
export function MyRevocationPage() {
  const { revocationId } = here.useParams()
  const read = useAsk(contract.revocations.one, { params: { revocationId } })
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => <Page view={view} />}
    </Shown>
  )
}

function Page({ view }: { readonly view: RevocationView }) {
  const { t } = useTranslation('after')
  const { t: words } = useTranslation('revocations')
  const { t: asking } = useTranslation('asking')
  return (
    <div className="page page-narrow self">
      <p>
        <Link to="/me/permissions" search={{ tab: 'lost' }}>
          {t('mine.back')}
        </Link>
      </p>
      <section className="sheet sheet-pad" aria-labelledby="my-revocation">
        <h1 id="my-revocation">
          {t('mine.title')} <span className="tag">{words(`taken.${view.what}`)}</span>
        </h1>
        <p>{t('mine.lead', { by: view.by })}</p>
        <dl className="self-facts">
          <dt>{t('mine.when')}</dt>
          <dd>
            <Time at={view.at} />
          </dd>
          <dt>{t('mine.kind')}</dt>
          <dd>{words(`reason.${view.reason}`)}</dd>
          {view.because === '' ? null : (
            <>
              <dt>{t('mine.because')}</dt>
              <dd>{view.because}</dd>
            </>
          )}
        </dl>
        <h2>{t('mine.what')}</h2>
        {view.permissions.length === 0 ? <p className="quiet">{t('mine.noRights')}</p> : null}
        <ul className="self-lost">
          {view.permissions.map((key) => (
            <li key={key}>
              <PermissionName id={key} />
            </li>
          ))}
        </ul>
        {view.what === 'rights' || view.what === 'grant' ? (
          <p>
            <Link to="/me/requests/new" search={{ lost: view.id }} className="request-link">
              {asking('lost.act')}
            </Link>
          </p>
        ) : null}
      </section>
      <ContestOf revocationId={view.id} />
    </div>
  )
}

/** The contest of something that was taken from me: what I said to it and the answer, or a place to say it. */
export function ContestOf({ revocationId }: { readonly revocationId: string }) {
  const read = useAsk(contract.revocations.after, { params: { revocationId } })
  return (
    <Shown read={read} skeleton={<RowsSkeleton rows={3} />}>
      {(known) => <Contest id={revocationId} after={known} />}
    </Shown>
  )
}

function Contest({ id, after }: { readonly id: string; readonly after: RevocationAfter }) {
  const { t } = useTranslation('after')
  const { contest, can, restore } = after
  return (
    <section className="sheet sheet-pad" aria-labelledby="my-contest">
      <h2 id="my-contest">{t(contest === null ? 'contest.mine' : 'contest.title')}</h2>
      {contest === null ? (
        can.contest.allowed ? (
          <ContestForm id={id} />
        ) : null
      ) : (
        <ContestWords contest={contest} said={t('contest.yours')} />
      )}
      {restore.state === 'partly' || restore.state === 'restored' ? (
        <p>
          <span className="tag tag-good">{t(`restore.whole.${restore.state}`)}</span>
        </p>
      ) : null}
    </section>
  )
}

function ContestForm({ id }: { readonly id: string }) {
  const { t } = useTranslation('after')
  const tell = useTell()
  // Named, because it also stands beside other forms, and each label has to lead to its own field.
  const name = useId()
  const send = useWrite(contract.revocations.contest, { onDone: () => tell.done(t('contest.sent')) })
  return (
    <>
      <p className="quiet">{t('contest.mineLead')}</p>
      <Form<{ words: string }>
        name={name}
        layout="vertical"
        requiredMark={false}
        onFinish={({ words }) =>
          send.mutate(
            { params: { revocationId: id }, body: { words: words.trim() } },
            { onError: tell.problem },
          )
        }
      >
        <Form.Item
          name="words"
          label={t('contest.words')}
          rules={[{ required: true, whitespace: true, message: t('contest.needed') }]}
        >
          <Input maxLength={REASON_LENGTH_MAX} showCount />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t('contest.act')}
        </Button>
      </Form>
    </>
  )
}
