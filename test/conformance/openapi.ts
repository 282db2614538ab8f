// Reads an OpenAPI 3.0 document: which operation a request is, and whether an answer is what it promises.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { at } from './app.ts';
import { codesIn, formsOfBody, operationsIn, type Parameter, parametersOfQuery } from './parameters.ts';

/** A specification that answers questions. */
export interface Specification {
  /** Every operation, as `GET /users/{user_id}`. */
  operations: string[];
  /** The forms that the body of a request may have; empty when it has none. */
  formsOf(operation: string): Parameter[][];
  /** The parameters in the query of a request. */
  queryOf(operation: string): Parameter[];
  /** The operation of a request, as `GET /users/{user_id}`; null when there is none. */
  operationOf(method: string, path: string): string | null;
  /** The statuses that the operation lists. */
  statusesOf(operation: string): number[];
  /** The codes that the operation lists for a status, be they in `code` or in `error`. */
  codesOf(operation: string, status: number): string[];
  /** What is wrong with this body as the operation's answer; null when nothing is. */
  faultOf(operation: string, status: number, body: unknown): string | null;
  /** The schema of a component, as written. */
  component(name: string): unknown;
}

const root = join(import.meta.dirname, '../..');

/** The file of this name in `$MUSTER_SPECS` or beside the repository; null when it is not there. */
export function findSpecification(name: string): string | null {
  const path = join(process.env.MUSTER_SPECS ?? join(root, '../shared/specs'), name);
  return existsSync(path) ? path : null;
}

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Turns OpenAPI's dialect into plain JSON Schema: `nullable` becomes a choice, examples and discriminators go. */
function plain(schema: unknown, inProperties = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => plain(each));
  if (!isNode(schema)) return schema;
  const dropped = inProperties ? [] : ['nullable', 'discriminator', 'example', 'examples', 'format', 'deprecated'];
  const entries = Object.entries(schema).filter(
    ([key]) => !dropped.includes(key) && !(key.startsWith('x-') && !inProperties),
  );
  const converted = Object.fromEntries(
    entries.map(([key, value]) => [key, plain(value, key === 'properties' && !inProperties)]),
  );
  const isNullable = !inProperties && schema.nullable === true;
  return isNullable ? { anyOf: [{ type: 'null' }, converted] } : converted;
}

function pattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

/** Reads the document; its answers are validated as it says, with nothing added. */
export function readSpecification(path: string): Specification {
  const document: unknown = parse(readFileSync(path, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'spec', components: plain(at(document, 'components')) });
  const paths = Object.keys(at(document, 'paths') ?? {});
  // A path spelled out wins over one with a parameter.
  const templates = paths.sort((one, two) => one.split('{').length - two.split('{').length);
  const validators = new Map<string, ValidateFunction>();

  const pathOf = (operation: string): [path: string, method: string] => {
    const [method = '', template = ''] = operation.split(' ');
    return [template, method.toLowerCase()];
  };
  const responseOf = (operation: string, status: number): unknown => {
    const [template, method] = pathOf(operation);
    const response = at(document, 'paths', template, method, 'responses', String(status));
    const name = /^#\/components\/responses\/(.+)$/.exec(String(at(response, '$ref')))?.[1];
    return name === undefined ? response : at(document, 'components', 'responses', name);
  };
  const validatorOf = (operation: string, status: number): ValidateFunction => {
    const key = `${operation} ${status}`;
    const response = responseOf(operation, status);
    const listed = at(response, 'content', 'application/json', 'schema');
    const schema = listed ?? { $ref: '#/components/schemas/ClerkErrors' };
    const text = JSON.stringify(plain(schema)).replaceAll('"#/components/', '"spec#/components/');
    const made = validators.get(key) ?? ajv.compile(JSON.parse(text));
    validators.set(key, made);
    return made;
  };
  const operationAt = (operation: string): unknown => {
    const [template, method] = pathOf(operation);
    return at(document, 'paths', template, method);
  };
  return {
    operations: operationsIn(document),
    formsOf: (operation) => formsOfBody(document, operationAt(operation)),
    queryOf: (operation) => parametersOfQuery(document, operationAt(operation)),
    operationOf: (method, url) => {
      const found = templates.find((template) => {
        return pattern(template).test(url) && at(document, 'paths', template, method.toLowerCase()) !== undefined;
      });
      return found === undefined ? null : `${method} ${found}`;
    },
    statusesOf: (operation) => {
      const [template, method] = pathOf(operation);
      return Object.keys(at(document, 'paths', template, method, 'responses') ?? {}).map(Number);
    },
    codesOf: (operation, status) => codesIn(document, responseOf(operation, status)),
    faultOf: (operation, status, body) => {
      const validate = validatorOf(operation, status);
      return validate(body) ? null : ajv.errorsText(validate.errors, { dataVar: 'body' });
    },
    component: (name) => at(document, 'components', 'schemas', name),
  };
}
