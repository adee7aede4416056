import { StopOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RequestLine } from '@hufu/contract'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { keepMe, meQuery, useMe } from '../data/me.ts'
import { queryClient, readAgain, useAsk, usePages } from '../data/queries.ts'
import { saveText } from '../data/save.ts'
import { signOutHere } from '../data/sign-out.ts'
import { useSpeak } from '../ui/account-menu.tsx'
import { Seal } from '../ui/seal.tsx'
import { RowsSkeleton, Shown } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time } from '../ui/time.tsx'
import { locale, onLocale } from '../words/locale.ts'
import { evidenceText } from './evidence-file.ts'
import { RequestSteps } from './request-steps.tsx'
import { RequestThread } from './request-thread.tsx'
import { RequestTodo } from './request-todo.tsx'
import { RequestStateTag } from './request-words.tsx'
import { ContestPart, SuspensionPart } from './suspension-part.tsx'
import { WordsForm } from './words-form.tsx'
import './requests.css'

/** The one page of a suspended account: what happened, whom to turn to, and asking to be restored. */
export function SuspendedPage() {
  const { t } = useTranslation('asking')
  const me = useMe()
  return (
    <main className="suspended" id="main">
      <Bar />
      <header className="sheet sheet-pad suspended-head">
        <StopOutlined aria-hidden />
        <div>
          <h1>{t('suspended.title')}</h1>
          <p>{t('suspended.lead', { name: me.name })}</p>
        </div>
      </header>
      <SuspensionPart />
      <Restoring />
      <ContestPart />
    </main>
  )
}

function Bar() {
  const { t } = useTranslation('asking')
  const { t: common } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const router = useRouter()
  const speak = useSpeak()
  const language = useSyncExternalStore(onLocale, locale)
  const look = async (): Promise<void> => {
    keepMe(await queryClient.query({ ...meQuery, staleTime: 0 }))
    await readAgain()
    // An account that is restored in the meantime leads on by itself.
    await router.invalidate()
  }
  return (
    <div className="suspended-bar">
      <Seal size={32} />
      <strong>{me.workspace.name}</strong>
      <Segmented
        aria-label={common('language.label')}
        size="small"
        value={language}
        options={[
          { value: 'zh-CN' as const, label: common('language.zh') },
          { value: 'en-US' as const, label: common('language.en') },
        ]}
        onChange={(next) => void speak(next)}
      />
      <Button size="small" onClick={() => void look()}>
        {t('suspended.refresh')}
      </Button>
      <Button size="small" onClick={() => void signOutHere(navigate)}>
        {common('act.signOut')}
      </Button>
    </div>
  )
}

const isOver = ({ state }: RequestLine): boolean =>
  state === 'upheld' || state === 'withdrawn' || state === 'lapsed' || state === 'granted'

/** My requests to be restored: the newest is followed here, and one that has ended can be asked anew. */
function Restoring() {
  const { t } = useTranslation('asking')
  const pages = usePages(contract.requests.mine, { query: { limit: 50 } })
  if (pages.loading) return <RowsSkeleton rows={3} />
  const asked = pages.items.filter(({ kind }) => kind === 'account')
  const [newest] = asked
  const past = newest !== undefined && isOver(newest) ? asked : asked.slice(1)
  return (
    <>
      {newest === undefined || isOver(newest) ? <AskBack /> : <Follow id={newest.id} />}
      {past.length === 0 ? null : (
        <section className="sheet sheet-pad" aria-label={t('suspended.past')}>
          <h2>{t('suspended.past')}</h2>
          <ul className="lines">
            {past.map(({ id, state, because, at }) => (
              <li key={id}>
                <span className="stack">
                  <span>{because}</span>
                  <small>
                    <Time at={at} />
                  </small>
                </span>
                <RequestStateTag state={state} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function AskBack() {
  const { t } = useTranslation('asking')
  const tell = useTell()
  const send = async (because: string): Promise<void> => {
    await ask(contract.requests.ask, { body: { kind: 'account', need: 'work', because } })
    tell.done(t('suspended.sent'))
    await readAgain()
  }
  return (
    <section className="sheet sheet-pad request-todo" aria-labelledby="ask-back">
      <h2 id="ask-back">{t('suspended.ask')}</h2>
      <p className="quiet">{t('suspended.askLead')}</p>
      <WordsForm label={t('suspended.words')} act={t('suspended.ask')} onSend={send} />
    </section>
  )
}

function Follow({ id }: { readonly id: string }) {
  const { t } = useTranslation('asking')
  const { t: words } = useTranslation('requests')
  const read = useAsk(contract.requests.one, { params: { requestId: id } })
  return (
    <Shown read={read} skeleton={<RowsSkeleton rows={3} />}>
      {(view) => (
        <>
          <section className="sheet sheet-pad request-head" aria-labelledby="follow">
            <h2 id="follow">
              {t('suspended.follow')} <RequestStateTag state={view.state} />
            </h2>
            <blockquote className="request-said">{view.because}</blockquote>
            <Button onClick={() => saveText(evidenceText(view), `${words('evidence.file')}-${id}.json`)}>
              {words('acts.download')}
            </Button>
          </section>
          <RequestTodo view={view} />
          <RequestSteps view={view} />
          <RequestThread view={view} />
        </>
      )}
    </Shown>
  )
}
