/** A page. */
export function SignInPage() {
  return <p>…</p>
}
