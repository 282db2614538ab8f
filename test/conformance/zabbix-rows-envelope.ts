// table: bodies that Zabbix 7.0.22 does not take: the situation, the body (as text, or to be written as JSON), code, data, and
// the id that the answer carries.

/** A body that is refused. */
export type BodyRow = readonly [
  situation: string,
  body: unknown,
  code: number,
  data: string,
  id: string | number | null,
];

const call = { jsonrpc: '2.0', method: 'apiinfo.version', params: [], id: 7 };
const without = (name: string) => Object.fromEntries(Object.entries(call).filter(([key]) => key !== name));
const notJson = 'Invalid JSON. An error occurred on the server while parsing the JSON text.';
const noRequest = 'The received JSON is not a valid JSON-RPC request.';
const bad = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const refused = (situation: string, change: object, path: string, reason: string, id: BodyRow[4] = 7): BodyRow => {
  return [situation, { ...call, ...change }, -32600, bad(path, reason), id];
};

export const bodyRows: readonly BodyRow[] = [
  ...['', ' ', '{', '{"jsonrpc":"2.0"', "{'a':1}", 'x', '[1,]'].map(
    (body): BodyRow => ['1.5-1', body, -32700, notJson, null],
  ),
  ...['1', '"x"', 'true', 'null', '{}', '[]'].map((body): BodyRow => ['1.5-2', body, -32600, noRequest, null]),
  ...['jsonrpc', 'method', 'params'].map((name): BodyRow => {
    return ['1.5-3', without(name), -32600, bad('/', `the parameter "${name}" is missing`), 7];
  }),
  ['1.5-3', { id: 7 }, -32600, bad('/', 'the parameter "jsonrpc" is missing'), 7],
  ['1.5-3', { jsonrpc: '2.0' }, -32600, bad('/', 'the parameter "method" is missing'), null],
  refused('1.5-4', { jsonrpc: '1.0' }, '/jsonrpc', 'value must be "2.0"'),
  refused('1.5-5', { jsonrpc: 2 }, '/jsonrpc', 'a character string is expected'),
  refused('1.5-5', { method: 5 }, '/method', 'a character string is expected'),
  refused('1.5-5', { auth: 5 }, '/auth', 'a character string is expected'),
  ...['x', 5, true, null].map((params) => refused('1.5-6', { params }, '/params', 'an array or object is expected')),
  ...[true, [], {}].map((id) => refused('1.5-7', { id }, '/id', 'a string, number or null value is expected', null)),
  refused('1.5-8', { foo: 1 }, '/', 'unexpected parameter "foo"'),
  refused('1.5-8', { foo: 1, id: [] }, '/', 'unexpected parameter "foo"', null),
  refused('1.5-8', { foo: 1, jsonrpc: '1.0', id: 'a' }, '/', 'unexpected parameter "foo"', 'a'),
  refused('1.5-8', { auth: '' }, '/auth', 'cannot be empty'),
  [
    '1.5-13',
    { ...call, method: 'user.login', auth: 'x' },
    -32602,
    'The "user.login" method must be called without the "auth" parameter.',
    7,
  ],
];
