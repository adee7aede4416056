import type { BatchStep, PreviewView } from '@hufu/contract'
import { Form, Modal, Select } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ReasonItem } from '../ui/consequence-dialog.tsx'
import { Refused } from '../ui/form-drawer.tsx'
import { ChangePreview } from './change-preview.tsx'
import { useSaveWords } from './previewed-drawer.tsx'
import { usePreview } from './use-preview.ts'

export type Previewed = {
  readonly title: string
  readonly lines?: readonly ReactNode[]
  /** Below the lines, above the effect. */
  readonly more?: ReactNode
  /** The word on the last button: the act itself. */
  readonly act: string
  /** Red last button. Default false. */
  readonly danger?: boolean
  /** Asks for a reason. Default false. */
  readonly reason?: boolean
  /** Asks which kind of reason it is, above its words; `first` is chosen until another is. */
  readonly kind?: { readonly label: string; readonly options: readonly Kind[]; readonly first: string }
  /** Something above the effect is not filled in yet. Default false. */
  readonly blocked?: boolean
  /** The commands to look at, as `onAct` will do them. A reason is asked afterwards, so put any words there. */
  readonly steps: readonly BatchStep[]
  /** `kind` is the one chosen, and empty where none is asked. */
  readonly onAct: (because: string, preview: PreviewView, kind: string) => Promise<unknown>
}
type Kind = { readonly value: string; readonly label: string }
type Values = { readonly because: string; readonly kind?: string }

/** Stands for the reason while commands are only tried: it is typed afterwards, and nothing keeps this. */
export const REASON_TO_COME = '—'

/** A page's dialog for acts whose exact effect is looked at first: `ask` opens it, `dialog` is drawn somewhere. */
export function usePreviewed(): { readonly ask: (act: Previewed) => void; readonly dialog: ReactNode } {
  const [act, setAct] = useState<Previewed | null>(null)
  return {
    ask: setAct,
    dialog: act === null ? null : <PreviewedDialog key={act.title} {...act} onClose={() => setAct(null)} />,
  }
}

/** The dialog itself, for a page that has choices of its own in it: what it shows follows `steps`. */
export function PreviewedDialog(props: Previewed & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const words = useSaveWords()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { data, isFetching } = usePreview(props.steps)
  const act = async ({ because, kind = '' }: Values): Promise<void> => {
    if (data === undefined) return
    setBusy(true)
    setError(null)
    try {
      await props.onAct(because.trim(), data, kind)
      props.onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={640}
      title={props.title}
      onCancel={props.onClose}
      okText={words(props.act, data)}
      okButtonProps={{
        danger: props.danger ?? false,
        loading: busy || isFetching,
        disabled: data === undefined || props.blocked === true,
      }}
      cancelText={t('act.cancel')}
      onOk={() => (props.reason === true ? form.submit() : void act({ because: '' }))}
      destroyOnHidden
    >
      {props.lines?.map((line, place) => (
        <p key={place}>{line}</p>
      ))}
      {props.more}
      <ChangePreview steps={props.steps} />
      {props.reason === true ? (
        <Form form={form} layout="vertical" onFinish={(values) => void act(values)}>
          {props.kind === undefined ? null : (
            <Form.Item
              name="kind"
              label={props.kind.label}
              initialValue={props.kind.first}
              rules={[{ required: true }]}
            >
              <Select options={[...props.kind.options]} />
            </Form.Item>
          )}
          <ReasonItem />
        </Form>
      ) : null}
      {error === null ? null : <Refused error={error} />}
    </Modal>
  )
}
