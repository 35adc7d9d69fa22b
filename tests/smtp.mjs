// A mail server on loopback: says its port, then one line of JSON for each mail it took.
//   node smtp.mjs [REFUSED]   an address that holds REFUSED is refused for good; the very first mail is put off once.
import { SMTPServer } from 'smtp-server'

const refused = process.argv[2]
let first = true
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo({ address }, session, done) {
    done(refused && address.includes(refused) ? Object.assign(new Error('No such person'), { responseCode: 550 }) : undefined)
  },
  onData(stream, session, done) {
    const parts = []
    stream.on('data', (part) => parts.push(part))
    stream.on('end', () => {
      if (first) {
        first = false
        return done(Object.assign(new Error('Come back later'), { responseCode: 451 }))
      }
      const to = session.envelope.rcptTo.map(({ address }) => address)
      process.stdout.write(`${JSON.stringify({ to, text: Buffer.concat(parts).toString() })}\n`)
      done()
    })
  },
})
// A client that is killed in the middle of a mail is not this server's end.
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.server.address().port}\n`))
