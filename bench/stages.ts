// table: which function belongs to which stage of an update, for reading a CPU profile.

/** A frame belongs to the first stage whose pattern fits its file and name; one that fits none belongs to its caller's. */
export const stages: readonly (readonly [stage: string, pattern: RegExp])[] = [
  [
    'log (pino, sonic-boom)',
    /node_modules\/(pino|sonic-boom|pino-[a-z-]+|safe-stable-stringify|quick-format)|src\/http\/log\.ts/,
  ],
  ['metrics (prom-client)', /node_modules\/prom-client|src\/http\/metrics\.ts|@opentelemetry/],
  ['request id', /src\/http\/request-id\.ts/],
  ['body: read and inspect', /src\/http\/json-body\.ts|src\/apis\/.*body/],
  ['authenticate', /core\/commands\/authenticate\.ts|src\/apis\/[^/]+\/(auth|caller|authenticate)[^/]*\.ts/],
  ['validate', /node_modules\/(ajv|typebox|fast-uri)/],
  ['answer: render', /src\/apis\/.*(render|\/objects\/|\/ids\.ts)|src\/core\/model\/id\.ts/],
  ['answer: JSON.stringify', /fast-json-stringify|lib\/reply\.js (serialize|preserialize|onSendEnd?)|^\S* stringify$/],
  ['api adapter', /src\/apis\//],
  ['rules: difference', /core\/rules\/difference\.ts/],
  ['rules: keys and search text', /core\/rules\/(keys|search-text)\.ts/],
  ['rules: decide', /core\/rules\//],
  ['commands', /core\/commands\//],
  ['store: row to user, user to row', /src\/store\/(rows|cells)/],
  ['store: steps of a write', /src\/store\/write/],
  ['store: query builder (kysely)', /node_modules\/kysely|src\/store\/queries/],
  ['store: messages to threads', /store\/sqlite\/thread\.ts|node:internal\/(worker|per_context\/messageport)/],
  ['store: SQLite', /src\/store\/sqlite\/(work|worker|connection)\.ts|node:sqlite/],
  ['store: pg driver', /node_modules\/(pg|pg-[a-z-]+)\//],
  ['store: rest', /src\/store\//],
  ['secrets', /src\/credentials\//],
  ['http: hooks of src/http', /src\/http\//],
  [
    'http: fastify',
    /node_modules\/(fastify|find-my-way|avvio|@fastify|secure-json-parse|fast-querystring|light-my-request)/,
  ],
  [
    'http: node',
    /node:(_http|http|net|internal\/(http|streams|stream_base|js_stream)|stream|_stream|events|internal\/timers|timers)/,
  ],
  ['composition', /src\/(app|main)\.ts|src\/boot\//],
  ['bench', /\/bench\//],
  ['promises, ticks', /node:internal\/(process|async)/],
];
