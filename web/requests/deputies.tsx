import { contract } from '@hufu/contract'
import type { DeputyView } from '@hufu/contract'
import { DatePicker, Button, Form } from 'antd'
import dayjs from 'dayjs'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { useMe } from '../data/me.ts'
import { readAgain, useAsk } from '../data/queries.ts'
import { ReasonItem } from '../ui/consequence-dialog.tsx'
import { PickerField } from '../ui/fields.tsx'
import { FormDrawer } from '../ui/form-drawer.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Person } from '../ui/person.tsx'
import type { Chosen } from '../ui/picker.ts'
import { RowsSkeleton, Shown } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { clockTime } from '../ui/time.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'
import './requests.css'

/** Who decides requests in my stead, and in whose stead I do. */
export function DeputiesPage() {
  const { t } = useTranslation('approvals')
  const read = useAsk(contract.requests.deputies, {})
  const [setting, setSetting] = useState(false)
  return (
    <div className="page page-narrow">
      <PageHead
        title={t('deputies.title')}
        lead={t('deputies.lead')}
        acts={
          <Button type="primary" onClick={() => setSetting(true)}>
            {t('deputies.set')}
          </Button>
        }
      />
      <Shown read={read} skeleton={<RowsSkeleton rows={3} />}>
        {({ mine, others }) => (
          <>
            <List title={t('deputies.mine')} none={t('deputies.none')} deputies={mine} mine />
            <List title={t('deputies.others')} none={t('deputies.noOthers')} deputies={others} />
          </>
        )}
      </Shown>
      {setting ? <SetDrawer onClose={() => setSetting(false)} /> : null}
    </div>
  )
}

const looks = { coming: 'risk-medium', now: 'tag-good', over: '' } as const

type ListProps = {
  readonly title: string
  readonly none: string
  readonly deputies: readonly DeputyView[]
  readonly mine?: boolean
}

function List({ title, none, deputies, mine = false }: ListProps) {
  const { t } = useTranslation('approvals')
  const { end, dialog } = useEnd()
  return (
    <section className="sheet sheet-pad" aria-label={title}>
      <h2>{title}</h2>
      {deputies.length === 0 ? <p className="quiet">{none}</p> : null}
      <ul className="lines">
        {deputies.map((deputy) => {
          const { id, name, department, from, until, because, state } = deputy
          return (
            <li key={id}>
              <span className="stack">
                <Person name={name} hint={department} size={28} />
                <small>
                  {t('deputies.span', { from: clockTime(from), until: clockTime(until) })} · {because}
                </small>
              </span>
              <span className="row-acts">
                <span className={`tag ${looks[state]}`}>{t(`deputies.state.${state}`)}</span>
                {mine && state !== 'over' ? (
                  <Button size="small" onClick={() => end(deputy)}>
                    {t('deputies.end')}
                  </Button>
                ) : null}
              </span>
            </li>
          )
        })}
      </ul>
      {dialog}
    </section>
  )
}

function useEnd() {
  const { t } = useTranslation('approvals')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const end = ({ id, name }: DeputyView): void =>
    askFirst({
      title: t('deputies.end'),
      lines: [t('deputies.endLine', { name })],
      act: t('deputies.end'),
      danger: false,
      reason: false,
      onAct: async () => {
        await ask(contract.requests.endDeputy, { params: { deputyId: id } })
        tell.done(t('deputies.ended'))
        await readAgain()
      },
    })
  return { end, dialog }
}

type Values = {
  readonly deputy: readonly Chosen[]
  readonly from: Dayjs
  readonly until: Dayjs
  readonly because: string
}

function SetDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('approvals')
  const me = useMe()
  const tell = useTell()
  const send = async ({ deputy: [one], from, until, because }: Values): Promise<void> => {
    await ask(contract.requests.setDeputy, {
      body: {
        deputyId: one?.id ?? '',
        from: from.toISOString(),
        until: until.toISOString(),
        because: because.trim(),
      },
    })
    tell.done(t('deputies.done'))
    await readAgain()
  }
  return (
    <FormDrawer<Values>
      title={t('deputies.set')}
      act={t('deputies.set')}
      initial={{ deputy: [], from: dayjs(), until: dayjs().add(7, 'day').endOf('day') }}
      onClose={onClose}
      onSend={send}
    >
      <Form.Item
        name="deputy"
        label={t('deputies.who')}
        required
        rules={[
          {
            validator: async (_, value: Values['deputy']) => {
              if (value.length === 0) throw new Error(t('deputies.whoNeeded'))
            },
          },
        ]}
      >
        <PickerField what="members" many={false} label={t('deputies.who')} without={new Set([me.id])} />
      </Form.Item>
      {(['from', 'until'] as const).map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`deputies.${name}`)}
          rules={[{ required: true, message: t('deputies.timesNeeded') }]}
        >
          <DatePicker
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            minDate={dayjs().startOf('day')}
            allowClear={false}
          />
        </Form.Item>
      ))}
      <ReasonItem />
    </FormDrawer>
  )
}
