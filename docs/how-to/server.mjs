// A home server of the room-join workflow of 2014, in the reading COMPLETED: node server.mjs [path/to/rules.json]
// What it decides stands in the rows of rules.json; here is a function for each guard and effect that it reaches.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
const rules = JSON.parse(readFileSync(process.argv[2] ?? new URL('vectors/rules.json', import.meta.url), 'utf8'))
const reading = rules.readings.find(one => one.name === 'COMPLETED')
const memberships = Object.fromEntries(rules.memberships.map(one => [one.word, one]))
const requests = { join: 'JoinRequest', acceptance: 'Acceptance', knock: 'KnockRequest', fetch: 'FetchPdu' }
const commands = { join: 'Join', acceptance: 'Accept', knock: 'Knock' }
const askingOf = kind => Object.keys(requests).find(asking => kind === requests[asking] || kind === commands[asking])
// How values compare: names by their code points, as UTF-8 sorts them and `<` does not; an equal entry is no news.
const compare = (a, b) => typeof a === 'number' ? a - b : Buffer.compare(Buffer.from(a), Buffer.from(b))
const compareAll = (some, others) => some.reduce((found, one, i) => found || compare(one, others[i]), 0)
const split = user => [user.slice(0, user.indexOf(':')), user.slice(user.indexOf(':') + 1)] // the home may have a port
const home = user => split(user)[1], byUser = (one, other) => compareAll(split(one.user), split(other.user))
const rank = line => line.rank ?? memberships[line.membership].rank // a change that is cited has its rank with it
const ahead = (line, other) => line ? compareAll([line.epoch, rank(line)], [other.epoch, rank(other)]) : -1
const weigh = it => it.mode ? [it.depth, it.origin, it.mode] : [it.epoch, rank(it), it.origin, it.membership]
const wins = (comes, held) => !held || compareAll(weigh(comes), weigh(held)) > 0
const isOver = line => Boolean(line && memberships[line.membership].ended_by), unique = list => [...new Set(list)]

let self, users, rooms, own, names, before, out // `before` has the rooms before what came; `out` is what is answered to it
const roomOf = room => rooms[room] ??= { mode_change: null, members: {}, map_version: [0, ''] }
const ownOf = (room, user) => own[`${room} ${user}`] ??= { room, user } // found, invitation, wish, knock, acceptance
const sorted = held => Object.values(held.members).sort(byUser), isOurs = user => users.has(user)
const joined = held => sorted(held).filter(line => line.membership === 'joined').map(line => line.user)
const inside = held => unique(joined(held).map(home)).sort(compare), others = list => list.filter(one => one !== self)
const nextStay = line => (line?.epoch ?? 1) + isOver(line) // the running stay or the next; `true` counts as 1
const mayBeGranted = (wish, line) => wish && (!line || wish.epoch >= nextStay(line))
const inPlaceOf = (update, held) => update.mode ? held.mode_change : held.members[update.user]
class Case { // something that came, and what it is about; the line held is looked up anew, for effects change it
  constructor(message, sender) {
    const cited = message.proof ?? message.pdu ?? message.entry, stay = Math.max(cited?.epoch ?? 0, message.enters ?? 0)
    const room = message.room ?? message.state?.room, user = message.user ?? cited?.user ?? sender // else the giver
    Object.assign(this, { message, kind: message.kind, sender, room, user, stay: message.epoch ?? stay })
    Object.assign(this, { held: roomOf(room), own: ownOf(room, user) })
  }
  get line() { return this.held.members[this.user] } get heldAs() { return this.line?.membership ?? 'none' }
  get standsAs() { return this.line?.epoch >= this.stay ? this.heldAs : 'none' } // in a later stay: as he is held there
  get isOver() { return isOver(this.line) && this.line.epoch >= this.stay } // the stay meant, or a later one
  get mode() { return this.held.mode_change?.mode } get weAreIn() { return inside(this.held).includes(self) }
  entry(membership, epoch, origin = self) { return { user: this.user, epoch, membership, origin } }
}
const idOf = line => ({ user: line.user, epoch: line.epoch, rank: rank(line), origin: line.origin })
const send = (receiver, message) => out.sends.push({ sender: self, receiver, message })
const sendLine = (c, kind, receiver) => receiver === self || send(receiver, { kind, room: c.room, entry: c.line })
const sendGrant = c => isOurs(c.user) || send(home(c.user),
  { kind: 'Grant', entry: c.line, state: { ...c.held, room: c.room, members: sorted(c.held) } })
const show = (kind, to, more) => out.notices.push({ kind, to, ...more })
const showHeld = ({ room, user, heldAs }, to) => show('MembershipChanged', to, { room, user, membership: heldAs })
const showInvitation = (c, { inviter } = c.own.invitation) => show('InvitationShown', c.user, { room: c.room, inviter })
const unknowing = ['no such room', 'knock first', 'your knock stands and awaits an answer']
const showRefused = (c, told) => show('JoinRefused', c.user, { room: c.room,
  told: c.own.invitation && unknowing.includes(told) ? 'no server asked knows your invitation yet' : told })
const tell = (c, told, asking = askingOf(c.kind)) => !asking ? show('CommandRefused', c.sender, { told })
  : c.kind === commands[asking] || c.sender === self ? showRefused(c, told)
    : send(c.sender, { kind: 'Refusal', room: c.room, user: c.user, asking, epoch: c.stay, told })

const rememberKnock = (kept, epoch, ...more) =>
  kept.knock = { epoch, asked: unique([...kept.knock?.epoch === epoch ? kept.knock.asked : [], ...more]) }
function learn(room, { kind, ...update }) {
  const held = roomOf(room), { user, epoch, membership } = update
  if (!wins(update, inPlaceOf(update, held))) return
  if (update.mode) return void (held.mode_change = update)
  held.members[user] = update
  if (!isOurs(user)) return
  const kept = ownOf(room, user), { invitation, wish } = kept
  if (membership === 'knocked') rememberKnock(kept, epoch)
  if (membership !== 'joined' && !isOver(update)) return // what follows spares what is of a later stay
  if (invitation?.proof.epoch <= epoch) kept.invitation = null
  if (wish?.epoch <= epoch) wish.waitingFor = null // `asked` stays; nothing else matters, if none is waited for
  if (kept.knock?.epoch <= epoch) kept.knock = null
}
function publish(room, update) { // with its author, who is another where another's word is passed on
  learn(room, update)
  out.published.push({ room, update: { ...update, kind: update.mode ? 'ModeChange' : 'Entry' } })
}
function announce({ room, held: { mode_change: change } }) {
  if (!change || !wins(change, before[room].mode_change)) return
  const more = { mode: change.mode, depth: change.depth, set_by: change.origin }
  for (const name of names) if (name.room === room) send('directory', { kind: 'NamePublished', ...name, ...more })
}
function wishFor(c, asking) { // as it would be: guards ask for it, and nothing is kept yet
  const { found, invitation, wish } = c.own, proof = asking === 'acceptance' ? invitation?.proof ?? idOf(c.line) : null
  // In the room, an acceptance goes only to who is known to be inside; a join asks whomever it can, each once.
  const listed = proof ? (invitation?.servers ?? []).filter(one => !c.weAreIn || inside(c.held).includes(one))
    : unique([...found?.candidates ?? [], ...invitation?.servers ?? []])
  const epoch = Math.max(nextStay(c.line), proof?.epoch ?? 0)
  return { asking, proof, epoch, untried: others(listed), asked: wish?.asked ?? [] }
}
// Between servers, and for `decide here`: the same request, sent or judged.
const requestOf = ({ room, user }, { asking, epoch, proof }) => ({ kind: requests[asking], room, user,
  ...proof ? { proof, enters: epoch > proof.epoch ? epoch : 0 } : { epoch } })
function askNext(c, { untried: [next, ...untried], ...wish }) {
  c.own.wish = { ...wish, untried, waitingFor: next, asked: unique([...wish.asked, next]) }
  if (wish.asking === 'knock') rememberKnock(c.own, wish.epoch, next)
  send(next, requestOf(c, wish))
}
function strikeKnock({ message: { asking, told, epoch }, own: kept, sender, heldAs }) { // a silence strikes nothing
  const { knock } = kept, isMeant = asking === 'knock' && told !== 'you are invited' && knock?.epoch === epoch
  if (!isMeant || !knock.asked.includes(sender)) return
  knock.asked = knock.asked.filter(one => one !== sender)
  if (!knock.asked.length && heldAs !== 'knocked') kept.knock = null
}
function sendInvitation(c) {
  const { user } = c.line, servers = [self, ...others(inside(c.held)).filter(one => one !== home(user))]
  const invitation = { kind: 'Invitation', room: c.room, proof: idOf(c.line), inviter: c.sender, servers }
  isOurs(user) ? decide(new Case(invitation, self)) : send(home(user), invitation)
}
function takeInvitationIn(c) {
  c.own.invitation = c.message
  if (!c.weAreIn) learn(c.room, c.entry('invited', c.stay, c.message.proof.origin))
}
const endAsMember = (c, word) => { publish(c.room, c.entry(word, c.line.epoch)); sendLine(c, 'Ending', home(c.user)) }
function endOwnStay(c, word) { // of the largest stay that anything here is about; all who may know of it count as asked
  const { found, invitation, wish } = c.own, meant = [c.line, mayBeGranted(wish, c.line) && wish, invitation?.proof]
  const ended = c.entry(word, Math.max(...meant.map(one => one?.epoch ?? 0)))
  const line = wins(ended, c.line) ? ended : c.line
  const likely = unique(others([...invitation ? [invitation.proof.origin, ...invitation.servers] : [],
    ...wish?.asked ?? [], ...found?.candidates ?? []]))
  if (likely.length) c.own.wish = { asking: 'acceptance', epoch: line.epoch, untried: [], ...wish, asked: likely }
  c.own.invitation = null
  if (c.mode) return publish(c.room, line) // we are in, or were
  learn(c.room, line)
  for (const one of likely) sendLine(c, 'Ending', one)
}

const isHeld = word => c => c.heldAs === word, stands = word => c => c.standsAs === word, not = guard => c => !guard(c)
const joinedNow = isHeld('joined'), invitedNow = isHeld('invited'), knockedNow = isHeld('knocked')
const wasIn = (server, held) => sorted(held).some(it => home(it.user) === server && /joined|left/.test(it.membership))
const nobodyFor = (c, asking) => !wishFor(c, asking).untried.length, endedHere = c => c.isOver && c.line.origin === self
const hasToDoWithIt = (c, server) => wasIn(server, c.held) || c.own.wish?.asked.includes(server)
const somebodyMayComeIn = c => Object.values(own).some(({ room, user, wish }) =>
  room === c.room && mayBeGranted(wish, c.held.members[user])) // only users of ours have wishes
const guards = { // one for each `when`; they rely on the rows above theirs
  'always': () => true, 'aware': c => c.weAreIn, 'unaware': c => !c.weAreIn,
  'is a member': joinedNow, 'is invited': invitedNow, 'has knocked': knockedNow, 'invited': stands('invited'),
  'is no member': not(joinedNow), 'is not invited': not(invitedNow), 'has not knocked': not(knockedNow),
  'knocked': stands('knocked'), 'joined in that stay': c => joinedNow(c) && c.line.epoch === c.stay,
  'room is public': c => c.mode === 'public', 'knock required': c => c.mode === 'knock',
  'knock stands': c => c.mode === 'knock' && c.standsAs === 'knocked', 'same mode': c => c.mode === c.message.mode,
  'giver is no member': c => c.held.members[c.sender]?.membership !== 'joined',
  'hidden from asker': c => !['invited', 'joined'].includes(c.standsAs)
    && rules.modes.find(one => one.word === c.mode)?.hidden_under.includes(reading.hidden_modes),
  'out of date': c => c.isOver || c.line?.epoch > c.stay, 'speaks for another': c => home(c.user) !== c.sender,
  'not invited': c => !c.own.invitation && !invitedNow(c),
  'invited or holds an invitation': c => c.own.invitation || invitedNow(c),
  'nobody to ask': c => nobodyFor(c, 'acceptance'), 'not discovered': c => nobodyFor(c, 'join'),
  'aware and asks nobody': c =>
    c.weAreIn && (!c.own.invitation || ahead(c.line, c.own.invitation.proof) >= 0 || nobodyFor(c, 'acceptance')),
  'asks for nothing': c => !knockedNow(c) && (joinedNow(c) || !mayBeGranted(c.own.wish, c.line)),
  'not from the directory': c => c.sender !== 'directory', 'found nothing': c => !c.message.found.length,
  'old update': c => !wins(c.message.update, inPlaceOf(c.message.update, c.held)),
  'no news': c => !wins(c.message.entry, c.line),
  'not the senders to end': c => {
    const { origin, membership } = c.message.entry, ender = origin === c.sender && memberships[membership].ended_by
    if (ender === 'a member\'s') return !isOurs(c.user) || (c.weAreIn && !wasIn(c.sender, c.held))
    return ender !== 'the user\'s own' || home(c.user) !== c.sender || (membership === 'left' && !joinedNow(c))
  },
  'not concerned': c => !c.mode && !isOurs(c.user),
  'all have left': c => !c.weAreIn && !isOurs(c.user),
  'not for a user here': c => !isOurs(c.user) || home(c.message.inviter) !== c.sender,
  'ended here as the sender may know': c =>
    endedHere(c) && !c.own.invitation && hasToDoWithIt(c, c.sender),
  'sent again through other servers': ({ own: { invitation }, stay, message: { servers } }) =>
    invitation?.proof.epoch === stay && servers.some(one => !invitation.servers.includes(one)),
  'answered already': c => c.own.invitation?.proof.epoch >= c.stay
    || (ahead(c.line, c.entry('invited', c.stay)) > 0 && !endedHere(c)),
  'user has knocked': c => c.own.knock?.epoch === c.stay, 'proof names another': c => c.message.proof.user !== c.user,
  'waits to enter': c => !c.weAreIn && somebodyMayComeIn(c),
  'proof in force': c => invitedNow(c) && c.line.epoch === c.message.proof.epoch,
  'proof is over': c => ahead(c.line, c.message.proof) >= 0, 'not held': c => ahead(c.line, c.message.pdu) < 0,
  'was not asked': c => !c.own.wish?.asked.includes(c.sender), 'knock taken back': endedHere,
  'no longer wanted': c => c.isOver || (!joinedNow(c) && !(c.own.wish?.epoch <= c.stay)),
  'not awaited': ({ own: { wish }, sender, stay, message }) =>
    wish?.waitingFor !== sender || wish.asking !== message.asking || wish.epoch !== stay,
  'waits for nobody': c => !c.own.wish?.waitingFor, 'more to try': c => c.own.wish.untried.length,
  'unknown there and more to try': c => c.message.told === 'no such room' && c.own.wish.untried.length,
  'asker has no member': c => !inside(c.held).includes(c.sender),
  'not fetched': () => true, // nothing is fetched in this reading, and so no answer to it awaited
}

const effects = { // one for each `does`; where a name means two things, the message tells them apart
  'nothing': () => {},
  'create': c => {
    const { alias, mode, listed = false } = c.message
    c.held.map_version = [1, self]
    for (const update of [{ depth: 1, mode, origin: self }, c.entry('joined', 1)]) publish(c.room, update)
    if (alias) names.push({ alias, room: c.room, listed })
    announce(c)
  },
  'ask': c => {
    const { alias = null, word = '' } = c.message, asking = askingOf(c.kind)
    if (!asking) return send('directory', { kind: 'DirectoryQuery', user: c.user, alias, word })
    askNext(c, wishFor(c, asking))
    if (asking === 'join' && c.own.invitation && c.own.knock) showInvitation(c)
  },
  'decide here': c => decide(new Case(requestOf(c, wishFor(c, askingOf(c.kind))), self)),
  'show nothing': c => show('NothingFound', c.user),
  'keep and show': ({ user, message: { found } }) => {
    for (const listing of found) { ownOf(listing.room, user).found = listing; show('RoomFound', user, { listing }) }
  },
  'invite': c => { publish(c.room, c.entry('invited', nextStay(c.line))); sendInvitation(c) },
  'invite again': c => { showHeld(c, c.sender); sendInvitation(c) },
  'joined already': c => show('Joined', c.sender, { room: c.room }),
  'revoke': c => endAsMember(c, 'revoked'), 'deny': c => endAsMember(c, 'denied'), 'leave': c => endOwnStay(c, 'left'),
  'decline': c => endOwnStay(c, 'declined'), 'withdraw': c => endOwnStay(c, 'withdrawn'),
  'set mode': c => {
    publish(c.room, { depth: (c.held.mode_change?.depth ?? 0) + 1, mode: c.message.mode, origin: self })
    announce(c)
  },
  'take': c => {
    if (c.kind === 'StateUpdate') { learn(c.room, c.message.update); announce(c) }
    else (c.weAreIn ? publish : learn)(c.room, c.message.entry)
  },
  'pass on': c => publish(c.room, c.message.entry), 'say it ended': c => sendLine(c, 'Ending', c.sender),
  'add its servers': c => { // the vectors show who invites now; kept is who invited first
    const { invitation: { servers, ...invitation }, wish } = c.own
    c.own.invitation = { ...invitation, servers: unique([...servers, ...c.message.servers]) }
    if (wish?.asking === 'acceptance' && wish.proof?.epoch === invitation.proof.epoch) wish.untried.push(
      ...wishFor(c, 'acceptance').untried.filter(one => !servers.includes(one)
        && (hasToDoWithIt(c, c.sender) || hasToDoWithIt(c, one))))
    showInvitation(c, c.message)
  },
  'accept for the user': c => {
    takeInvitationIn(c)
    decide(new Case({ kind: 'Accept', room: c.room }, c.user))
    const { invitation, wish } = c.own, isAsked = wish?.asking === 'acceptance' && wish.waitingFor
    if (invitation && !isAsked) showInvitation(c)
  },
  'show': c => { takeInvitationIn(c); showInvitation(c) },
  'keep': c => { if (!(c.own.acceptance?.stay > c.stay)) c.own.acceptance = c },
  'admit': c => { publish(c.room, c.entry('joined', Math.max(c.stay, nextStay(c.line)))); sendGrant(c) },
  'grant again': sendGrant,
  'place': c => { // over an invitation or a membership a knock needs a later stay, for it weighs less
    const later = nextStay(c.line) + (invitedNow(c) || joinedNow(c))
    publish(c.room, c.entry('knocked', Math.max(c.stay, later)))
    sendLine(c, 'KnockPlaced', home(c.user))
  },
  'place again': c => isOurs(c.user) ? showHeld(c, c.user) : sendLine(c, 'KnockPlaced', home(c.user)),
  'disown': c => publish(c.room, c.isOver ? c.line : c.entry('left', c.stay)),
  'take grant': c => {
    const { mode_change, members } = c.message.state, held = c.weAreIn ? [] : sorted(c.held)
    for (const update of mode_change ? [mode_change, ...members] : members) learn(c.room, update)
    // `held` are the lines as they were before: what the admitting server does not know of, it hears of now.
    for (const line of held) if (wins(line, members.find(one => one.user === line.user))) publish(c.room, line)
    announce(c)
  },
  'answered': ({ own: { wish }, sender, stay }) => {
    if (wish?.asking === 'knock' && wish.waitingFor === sender && wish.epoch <= stay) wish.waitingFor = null
  },
  'knows it stands': c => { effects['answered'](c); learn(c.room, c.message.entry) },
  'note the refusal': strikeKnock, 'go on': c => { strikeKnock(c); askNext(c, c.own.wish) },
  'stop': c => {
    strikeKnock(c)
    c.own.wish.waitingFor = null
    showRefused(c, c.message.told ?? 'no server answered')
    if (c.own.wish.asking === 'acceptance' && c.own.invitation && c.own.knock) showInvitation(c)
  },
  'hand out': c => sendLine(c, 'PduAnswer', c.sender),
  'ask again': () => Object.values(own).forEach(kept => {
    kept.found = null
    if (kept.wish?.waitingFor) send(kept.wish.waitingFor, requestOf(kept, kept.wish))
  }),
}

const judges = (table, { kind, asking }) =>
  table.judges === kind && (kind !== 'Refusal' || (table.name === 'fetch refused') === (asking === 'fetch'))
const rowFor = c => rules.tables.find(table => judges(table, c.message)).rows
  .find(({ under, when }) => (!under || under.values.includes(reading[under.switch])) && guards[when.name](c))
const decide = (c, { does, told } = rowFor(c)) => { effects[does.name](c); if (told) tell(c, told) }
function showWhatChanged(room) {
  const now = rooms[room], old = before[room] ?? { members: {} }, wereIn = joined(old).filter(isOurs)
  const mode = now.mode_change?.mode, areStill = wereIn.filter(user => now.members[user].membership === 'joined')
  if (mode !== old.mode_change?.mode) for (const to of wereIn) show('ModeChanged', to, { room, mode })
  for (const { user, membership } of sorted(now)) {
    if (membership === (old.members[user]?.membership ?? 'none')) continue
    const changed = to => showHeld({ room, user, heldAs: membership }, to)
    for (const to of areStill.filter(one => one !== user))
      membership === 'knocked' ? show('KnockSeen', to, { room, user }) : changed(to)
    if (isOurs(user) && membership !== 'invited')
      membership === 'joined' ? show('Joined', user, { room }) : changed(user)
  }
}
function take(c) { // the five steps of SERVER.md
  const waiting = Object.values(own).map(kept => kept.acceptance).filter(Boolean)
    .sort((one, other) => byUser(one, other) || compare(one.room, other.room))
  before = structuredClone(rooms)
  decide(c)
  for (const kept of waiting) {
    const isOtherwise = JSON.stringify(kept.held) !== JSON.stringify(before[kept.room])
    if (kept.own.acceptance !== kept || !isOtherwise) continue
    const { outcome, does } = rowFor(kept)
    if (outcome !== 'hold') kept.own.acceptance = null
    if (outcome === 'accept') effects[does.name](kept) // a refusal is told to nobody: he was answered at once
  }
  for (const room of Object.keys(rooms).sort(compare)) showWhatChanged(room)
}
const comes = { // what came, as a message and its sender
  Give: ({ command, user }) => [command, user], Deliver: ({ envelope }) => [envelope.message, envelope.sender],
  Spread: ({ update }) => [{ ...update, kind: 'StateUpdate' }, update.update.origin],
  GiveUp: ({ user, room }) => [{ kind: 'NoAnswer', user, room }, self],
  Crash: () => [{ kind: 'Restart' }, self], // what is stored is in memory here, and is not lost
}
function answer(line) {
  if (line.kind === 'Start') {
    if (line.server === 'directory' || line.reading.name !== reading.name)
      return { kind: 'NotPlayed', why: 'here is a home server of the reading COMPLETED' }
    self = line.server, users = new Set(line.users), rooms = {}, own = {}, names = []
    return { kind: 'Ready', protocol: 'roomspec-play', version: 1 }
  }
  out = { kind: 'Done', sends: [], published: [], notices: [], holds: [] }
  take(new Case(...comes[line.kind](line)))
  for (const [room, held] of Object.entries(rooms))
    if (held.mode_change || sorted(held).length)
      out.holds.push({ room, mode_change: held.mode_change, members: sorted(held) })
  return out
}
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(answer(JSON.parse(line))))
