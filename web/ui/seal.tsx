type Props = { readonly size?: number; readonly title?: string }

/** Our mark: the face of the tiger tally, its two halves matched along the seam. Decorative unless it has a title. */
export function Seal({ size = 40, title }: Props) {
  const label = title === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': title }
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" {...label}>
      <rect x="1" y="1" width="62" height="62" rx="15" className="seal-ground" />
      <path className="seal-face" d={`${HALF}Z`} />
      <path className="seal-face" d={`${HALF}Z`} transform="matrix(-1 0 0 1 64 0)" />
      <g className="seal-cut">
        <path d={MARKS} />
        <path d={MARKS} transform="matrix(-1 0 0 1 64 0)" />
      </g>
    </svg>
  )
}

/** The left half of the face, up to the seam. */
const HALF =
  'M31.2 12.6C27.6 12.4 24.7 13.1 22 14.6C19.9 11.4 15.6 10.2 12.8 12.1C9.7 14.2 9.6 18.8 12.3 22C10.5 25.3 9.8 28.9 10.1 32.3' +
  'L7.6 35.6L11.2 37.6L10.4 42.2L14.9 42.8C18.4 48.8 24.4 52.8 31.2 53.4'

/** The left half of what is cut out: brow lines of the character 王, ear, eye, cheek stripes, nose and whisker line. */
const MARKS =
  'M23.6 18.3C26.2 17.4 28.9 17.1 32 17.1V19.9C29.2 19.9 26.8 20.2 24.5 21Z' +
  'M25.3 23.2C27.4 22.6 29.5 22.4 32 22.4V25C29.8 25 27.9 25.2 26 25.7Z' +
  'M22.6 28C25.6 27.2 28.7 26.9 32 26.9V29.7C29.1 29.7 26.2 30 23.4 30.7Z' +
  'M14.3 15.2C15.9 14.2 18.1 14.9 19.3 16.6C17.6 17.8 16.1 19.2 14.9 20.8C13.4 18.8 12.9 16.1 14.3 15.2Z' +
  'M16.2 32.2C19.4 31.6 23.6 33.2 26 36.4C22.2 37.8 18 36.4 16.2 32.2Z' +
  'M27.2 38.6H32V43.9C29.6 43 27.9 41 27.2 38.6Z' +
  'M32 45.6C30.5 47.9 27.7 48.6 24.9 47.6C27.2 47.4 29.6 46.2 30.8 44.2Z' +
  'M9 29L15 30.1L9 32ZM11.2 40.9L17.6 39.2L13.2 43Z'
