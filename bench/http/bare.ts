/** A process of its own: the same Fastify with one route that takes a body, asks nobody and answers what it was told to. */
import Fastify from 'fastify'

const [path = '/', answer = '{}', head = '{}'] = process.argv.slice(2)
// Its own parser and its own serializer, as anybody would write it.
const body: unknown = JSON.parse(answer)
const app = Fastify()
// Ours, that its answers have the same bytes. What a server adds by itself, such as the date, is not among them.
const headers = JSON.parse(head) as Record<string, string>
app.post(path, (_, reply) => {
  void reply.headers(headers)
  return body
})
const address = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ address })
