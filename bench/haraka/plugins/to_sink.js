// Takes everything and hands it on to the sink, as a relay host would.
exports.hook_connect = (next, connection) => {
  connection.relaying = true
  next()
}
// There is no DNS to ask about loopback, and no need.
exports.hook_lookup_rdns = (next) => next(OK, 'localhost')
exports.hook_rcpt = (next) => next(OK)
exports.hook_get_mx = (next) => next(OK, { priority: 0, exchange: '127.0.0.1', port: Number(process.env.SINK_PORT) })
