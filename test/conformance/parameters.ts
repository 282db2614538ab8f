// Reads what an OpenAPI document says that a request may carry.
import { at } from './app.ts';

/** A parameter of a request: `values` null: any. `isList`: it has several of them. */
export interface Parameter {
  name: string;
  type: string;
  values: string[] | null;
  isList: boolean;
  isRequired: boolean;
}

/** The entries of a list; none of anything else. */
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What a reference means; any other node is itself. */
function meant(document: unknown, node: unknown): unknown {
  const reference = at(node, '$ref');
  if (typeof reference !== 'string') return node;
  return meant(document, at(document, ...reference.slice(2).split('/')));
}

/** The texts that a schema allows; null: any. */
function valuesOf(schema: unknown): string[] | null {
  const constant = at(schema, 'const');
  const values = typeof constant === 'string' ? [constant] : at(schema, 'enum');
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : null;
}

/** A property or a parameter in the words of the tests. */
function parameterOf(document: unknown, name: string, node: unknown, isRequired: boolean): Parameter {
  const schema = meant(document, node);
  const type = listOf(at(schema, 'type')).find((each) => each !== 'null') ?? at(schema, 'type') ?? 'string';
  const isList = type === 'array';
  const values = valuesOf(isList ? meant(document, at(schema, 'items')) : schema);
  return { name, type: String(type), values, isList, isRequired };
}

/** Each combination of what a schema's branches may be. */
function formsOfSchema(document: unknown, node: unknown): Parameter[][] {
  const schema = meant(document, node);
  const required = listOf(at(schema, 'required'));
  const properties = Object.entries(Object(at(schema, 'properties')));
  const own = properties.map(([name, each]) => parameterOf(document, name, each, required.includes(name)));
  const choices = [...listOf(at(schema, 'oneOf')), ...listOf(at(schema, 'anyOf'))];
  const branches = choices.length === 0 ? [[]] : choices.flatMap((each) => formsOfSchema(document, each));
  const parts = listOf(at(schema, 'allOf')).map((each) => formsOfSchema(document, each));
  return [...parts, branches].reduce<Parameter[][]>(
    (forms, part) => forms.flatMap((form) => part.map((more) => [...form, ...more])),
    [own],
  );
}

/** Every operation, as `GET /users/{user_id}`. */
export function operationsIn(document: unknown): string[] {
  return Object.entries(Object(at(document, 'paths'))).flatMap(([template, item]) =>
    Object.keys(Object(item))
      .filter((method) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map((method) => `${method.toUpperCase()} ${template}`),
  );
}

/** The forms that the JSON body of an operation may have; empty when it has none. */
export function formsOfBody(document: unknown, operation: unknown): Parameter[][] {
  const body = meant(document, at(operation, 'requestBody'));
  const schema = at(body, 'content', 'application/json', 'schema');
  return schema === undefined ? [] : formsOfSchema(document, schema);
}

/** The parameters in the query of an operation. */
export function parametersOfQuery(document: unknown, operation: unknown): Parameter[] {
  const parameters = listOf(at(operation, 'parameters')).map((each) => meant(document, each));
  return parameters
    .filter((each) => at(each, 'in') === 'query')
    .map((each) => parameterOf(document, String(at(each, 'name')), at(each, 'schema'), at(each, 'required') === true));
}

/** The codes that a response may tell, in `code` or in `error`. */
export function codesIn(document: unknown, response: unknown): string[] {
  const schema = at(response, 'content', 'application/json', 'schema');
  const forms = formsOfSchema(document, schema);
  const codes = forms.flat().filter(({ name }) => name === 'code' || name === 'error');
  return [...new Set(codes.flatMap(({ values }) => values ?? []))];
}
