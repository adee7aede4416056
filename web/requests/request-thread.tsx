import { contract } from '@hufu/contract'
import type { RequestEvent, RequestView } from '@hufu/contract'
import { Button, Form, Input } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { useWrite } from '../data/queries.ts'
import { Avatar } from '../ui/avatar.tsx'
import { REASON_LENGTH_MAX } from '../ui/consequence-dialog.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time } from '../ui/time.tsx'
import { listed } from '../words/listed.ts'
import { codeIn, namesIn } from './event-data.ts'

/** Everything that was said and done about a request, oldest first, with a place to say something. */
export function RequestThread({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  return (
    <section className="sheet sheet-pad" aria-labelledby={`thread-${view.id}`}>
      <h2 id={`thread-${view.id}`}>{t('thread.title')}</h2>
      <ol className="request-thread">
        {view.thread.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ol>
      {view.can.say.allowed ? <SayForm id={view.id} /> : null}
    </section>
  )
}

/** What happened as a sentence without who: names and reason codes that came with it are in it. */
export function useEventWords(): (event: RequestEvent) => string {
  const { t } = useTranslation('requests')
  return ({ what, data }) => {
    const code = codeIn(data)
    const names = namesIn(data)
    return [
      t(`thread.what.${what}`),
      names.length === 0 ? '' : t('thread.to', { names: listed(names) }),
      code === null ? '' : ` · ${t(`code.${code}`)}`,
    ].join('')
  }
}

function EventLine({ event }: { readonly event: RequestEvent }) {
  const { t } = useTranslation('requests')
  const me = useMe()
  const words = useEventWords()
  const { by, at, what } = event
  const said = event.words.trim()
  const mine = by?.id === me.id
  return (
    <li className={said === '' ? 'request-event' : 'request-event request-event-said'} data-what={what}>
      {by === null ? (
        <span className="request-event-mark" aria-hidden />
      ) : (
        <Avatar name={by.name} size={28} />
      )}
      <div>
        <p>
          {by === null ? null : <strong>{mine ? t('thread.myself') : by.name}</strong>}
          {event.for === null ? null : t('thread.for', { name: event.for.name })} {words(event)}{' '}
          <small className="quiet">
            {by === null || mine ? null : `${by.department} · `}
            <Time at={at} />
          </small>
        </p>
        {said === '' ? null : <blockquote>{said}</blockquote>}
      </div>
    </li>
  )
}

function SayForm({ id }: { readonly id: string }) {
  const { t } = useTranslation('requests')
  const tell = useTell()
  const [form] = Form.useForm<{ words: string }>()
  const name = useId()
  const say = useWrite(contract.requests.say, { onDone: () => form.resetFields() })
  const send = ({ words }: { words: string }): void =>
    say.mutate({ params: { requestId: id }, body: { words: words.trim() } }, { onError: tell.problem })
  return (
    <Form form={form} name={name} onFinish={send} className="request-say">
      <Form.Item name="words" rules={[{ required: true, whitespace: true, message: t('thread.needed') }]}>
        <Input
          aria-label={t('thread.say')}
          placeholder={t('thread.sayPlace')}
          maxLength={REASON_LENGTH_MAX}
          autoComplete="off"
        />
      </Form.Item>
      <Button htmlType="submit" loading={say.isPending}>
        {t('thread.send')}
      </Button>
    </Form>
  )
}
