import type { BatchStep, PreviewView } from '@hufu/contract'
import { Button, Drawer, Form } from 'antd'
import type { FormProps } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../ui/form-drawer.tsx'
import { usePhone } from '../ui/phone.ts'
import { ChangePreview } from './change-preview.tsx'
import { usePreview } from './use-preview.ts'

type Props<Values extends object> = {
  readonly title: string
  readonly initial: Partial<Values>
  /** The word on the last button, to which the number of people affected is added. Default: save. */
  readonly act?: string
  readonly danger?: boolean
  readonly width?: number
  readonly onClose: () => void
  /** The commands that what was typed stands for, as `onSend` will do them. */
  readonly stepsOf: (values: Values) => readonly BatchStep[]
  /** Does it, with the preview that was looked at; a refusal stays in the drawer with what was typed. */
  readonly onSend: (values: Values, preview: PreviewView) => Promise<unknown>
  readonly children: ReactNode
  /** More to show or choose below the effect of what was typed. */
  readonly more?: (values: Values) => ReactNode
  readonly onValuesChange?: FormProps<Values>['onValuesChange']
}

type Looking<Values> = { readonly values: Values; readonly steps: readonly BatchStep[] }

/** A form that changes rights: filled in, its exact effect looked at, and only then saved. */
export function PreviewedDrawer<Values extends object>(props: Props<Values>) {
  const { t } = useTranslation('changes')
  const { t: common } = useTranslation()
  const phone = usePhone()
  const [form] = Form.useForm<Values>()
  const [looking, setLooking] = useState<Looking<Values> | null>(null)
  const { busy, error, send, forget } = useSending(props)
  const back = (): void => {
    forget()
    setLooking(null)
  }
  return (
    <Drawer
      open
      size={phone ? '100%' : (props.width ?? 560)}
      title={props.title}
      onClose={props.onClose}
      footer={
        <div className="drawer-foot">
          {looking === null ? (
            <>
              <Button onClick={props.onClose}>{common('act.cancel')}</Button>
              <Button type="primary" onClick={() => form.submit()}>
                {t('look')}
              </Button>
            </>
          ) : (
            <>
              <Button onClick={back}>{t('back')}</Button>
              <SaveButton
                steps={looking.steps}
                act={props.act ?? common('act.save')}
                danger={props.danger ?? false}
                busy={busy}
                onSave={(preview) => void send(looking.values, preview)}
              />
            </>
          )}
        </div>
      }
    >
      {error === null ? null : <Refused error={error} />}
      {looking === null ? null : <ChangePreview steps={looking.steps} />}
      {looking === null ? null : props.more?.(looking.values)}
      {/* Kept while the effect is looked at, so that going back finds everything as it was typed. */}
      <div hidden={looking !== null}>
        <Form<Values>
          form={form}
          layout="vertical"
          // The form's own type wants every part of a deep partial; ours is partial already.
          initialValues={props.initial}
          scrollToFirstError
          onFinish={(values) => setLooking({ values, steps: props.stepsOf(values) })}
          {...(props.onValuesChange === undefined ? {} : { onValuesChange: props.onValuesChange })}
        >
          {props.children}
        </Form>
      </div>
    </Drawer>
  )
}

function useSending<Values extends object>({ onSend, onClose }: Props<Values>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (values: Values, preview: PreviewView): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await onSend(values, preview)
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return { busy, error, send, forget: () => setError(null) }
}

type SaveProps = {
  readonly steps: readonly BatchStep[]
  readonly act: string
  readonly danger: boolean
  readonly busy: boolean
  readonly onSave: (preview: PreviewView) => void
}

/** The last button: it says how many people it changes, and waits until that is known. */
function SaveButton({ steps, act, danger, busy, onSave }: SaveProps) {
  const words = useSaveWords()
  const { data, isFetching } = usePreview(steps)
  return (
    <Button
      type="primary"
      danger={danger}
      loading={busy || isFetching}
      disabled={data === undefined}
      onClick={() => (data === undefined ? undefined : onSave(data))}
    >
      {words(act, data)}
    </Button>
  )
}

/** The words of a last button: what is done, and to how many. */
export function useSaveWords(): (act: string, preview: PreviewView | undefined) => string {
  const { t } = useTranslation('changes')
  return (act, preview) =>
    preview === undefined
      ? act
      : preview.people === 0
        ? t('saveNone', { act })
        : t('save', { act, count: preview.people })
}
