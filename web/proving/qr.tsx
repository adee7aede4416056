import { QRCode } from 'antd'

type Props = { readonly text: string; readonly label: string; readonly size?: number }

/** A QR code. Dark on white in both looks: many cameras do not read it the other way round. */
export function Qr({ text, label, size = 200 }: Props) {
  return (
    <span className="qr">
      <QRCode
        type="svg"
        value={text}
        size={size}
        color="#000000"
        bgColor="#ffffff"
        bordered={false}
        aria-label={label}
      />
    </span>
  )
}
